package dev.openfused.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.JsonSequence;
import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.peer.PushAnswer;
import dev.openfused.gateway.peer.PushAnswer.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
    private static final int LARGEST = 64 << 10;
    private static final ContentType SEQUENCE = ContentType.create(JsonSequence.MEDIA_TYPE);

    private final CloseableHttpClient client;
    private final URI named;
    private final URI bare;
    private final Clock clock;

    /** Which of the two was understood last, to be tried first. */
    private volatile URI first;

    /** Whether the last answer to a single message said that several are taken. */
    private volatile boolean sequences;

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
    public boolean takesSeveral() {
        return sequences;
    }

    @Override
    public List<PushAnswer> pushAll(List<byte[]> envelopes) throws IOException {
        HttpPost request = new HttpPost(first);
        request.setEntity(new ByteArrayEntity(JsonSequence.of(envelopes), SEQUENCE));
        return client.execute(request, response -> {
            Instant farTime = answerTo(request, response, "").farTime();
            if (response.getCode() == 200 && isSequence(response)) {
                return SequenceAnswers.read(host(request), body(response.getEntity()), farTime, clock);
            }
            HttpAnswer answer = answerTo(request, response, excerpt(response.getEntity()));
            if (answer.temporary()) {
                return List.of(said(answer));
            }
            sequences = false; // it was taken for one that does, and is another one by now
            return List.of();
        });
    }

    private static boolean isSequence(ClassicHttpResponse response) {
        return String.valueOf(header(response, "Content-Type")).startsWith(JsonSequence.MEDIA_TYPE);
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
        return said(answer);
    }

    private PushAnswer said(HttpAnswer answer) {
        return said(answer, clock);
    }

    static PushAnswer said(HttpAnswer answer, Clock clock) {
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
        return client.execute(request, response -> {
            sequences = String.valueOf(header(response, "Accept-Post")).contains(JsonSequence.MEDIA_TYPE);
            return answerTo(request, response, excerpt(response.getEntity()));
        });
    }

    private static HttpAnswer answerTo(HttpPost request, ClassicHttpResponse response, String excerpt) {
        return new HttpAnswer(
                host(request), response.getCode(), header(response, "Retry-After"), header(response, "Date"), excerpt);
    }

    private static String host(HttpPost request) {
        return request.getAuthority().getHostName();
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static String excerpt(@Nullable HttpEntity entity) throws IOException {
        return new String(read(entity, EXCERPT), UTF_8);
    }

    private static byte[] body(@Nullable HttpEntity entity) throws IOException {
        return read(entity, LARGEST);
    }

    private static byte[] read(@Nullable HttpEntity entity, int most) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        try (InputStream body = entity.getContent()) {
            return body.readNBytes(most);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
