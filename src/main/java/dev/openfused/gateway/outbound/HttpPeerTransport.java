package dev.openfused.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.peer.PushAnswer;
import dev.openfused.gateway.peer.PushAnswer.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /inbox/{peer name}}, and bare {@code /inbox} at peers older than 0.5 that do not know the first (protocol
 * sections 6 and 7).
 */
public final class HttpPeerTransport implements PeerTransport {
    private static final int EXCERPT = 512;

    private final CloseableHttpClient client;
    private final URI named;
    private final URI bare;
    private final Clock clock;

    /** Which of the two was understood last, to be tried first. */
    private volatile URI first;

    /**
     * A way to one peer.
     *
     * @param options how it is reached
     * @param address {@code http(s)://host[:port]}, as the peer is configured
     * @param peer the peer's name
     * @param clock what {@code Retry-After} counts from
     * @throws IllegalArgumentException if the address is not of that form
     */
    public HttpPeerTransport(HttpOptions options, String address, AgentName peer, Clock clock) {
        String base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.bare = URI.create(base + "/inbox");
        this.named = URI.create(base + "/inbox/" + peer.value());
        if (bare.getHost() == null || !("http".equals(bare.getScheme()) || "https".equals(bare.getScheme()))) {
            throw new IllegalArgumentException("the peer's address is not http(s)://host[:port]");
        }
        this.first = named;
        this.clock = clock;
        this.client = HttpClientFactory.create(options);
    }

    @Override
    public PushAnswer push(String file, byte[] envelope) throws IOException {
        URI tried = first;
        HttpAnswer answer = post(tried, envelope);
        if (answer.status() == 404 || answer.status() == 405) {
            URI other = tried.equals(named) ? bare : named;
            HttpAnswer second = post(other, envelope);
            if (second.status() != 404 && second.status() != 405) {
                first = other;
                answer = second;
            }
        }
        return new PushAnswer(verdict(answer), answer.description(), answer.comeBack(clock), answer.farTime());
    }

    /** Unknown paths are a matter of set-up (a proxy in front, a mailbox to come), so they are worth another try. */
    private static Verdict verdict(HttpAnswer answer) {
        if (answer.accepted()) {
            return Verdict.ACCEPTED;
        }
        if (answer.temporary() || answer.status() == 404 || answer.status() == 405) {
            return Verdict.LATER;
        }
        return answer.status() == 403 ? Verdict.FORBIDDEN : Verdict.REFUSED;
    }

    private HttpAnswer post(URI to, byte[] envelope) throws IOException {
        HttpPost request = new HttpPost(to);
        request.setEntity(new ByteArrayEntity(envelope, ContentType.APPLICATION_JSON));
        return client.execute(
                request,
                response -> new HttpAnswer(
                        to.getHost(),
                        response.getCode(),
                        header(response, "Retry-After"),
                        header(response, "Date"),
                        excerpt(response.getEntity())));
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static String excerpt(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return "";
        }
        try (InputStream body = entity.getContent()) {
            return new String(body.readNBytes(EXCERPT), UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
