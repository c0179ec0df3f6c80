package dev.openfused.gateway.outbound;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.message.MalformedListException;
import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.message.WaitingMail;
import dev.openfused.gateway.sync.Answer;
import dev.openfused.gateway.sync.ListingAllowance;
import dev.openfused.gateway.sync.PeerRefusedException;
import dev.openfused.gateway.sync.PeerSource;
import dev.openfused.gateway.sync.RemoteEntry;
import dev.openfused.gateway.sync.TooLargeException;
import dev.openfused.gateway.sync.Version;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** What a peer's daemon shows and holds, over HTTP (protocol section 6). No redirect is followed. */
public final class HttpPeerSource implements PeerSource {
    private static final long LARGEST_LIST = 32 << 20;
    private static final List<String> PROFILE = List.of("PROFILE.md");

    private final CloseableHttpClient client;
    private final String base;
    private final String host;
    private final String origin;
    private final Clock clock;
    private volatile @Nullable Instant farTime;

    /**
     * A way to one peer.
     *
     * @param options how it is reached
     * @param address {@code http(s)://host[:port][/path]}, as the peer is configured
     * @param clock dates challenges
     * @throws IllegalArgumentException if the address is not of that form
     */
    public HttpPeerSource(HttpOptions options, String address, Clock clock) {
        this.base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        URI uri = URI.create(base);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("the peer's address is not http(s)://host[:port]");
        }
        this.host = uri.getHost();
        this.origin = originOf(uri);
        this.clock = clock;
        this.client = HttpClientFactory.createForWholeAnswers(options);
    }

    /** As the server sees it: in lower case, without the port that goes without saying. */
    private static String originOf(URI uri) {
        int usual = uri.getScheme().equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    @Override
    public Answer<byte[]> file(List<String> way, @Nullable Version known, long largest) throws IOException {
        if (way.equals(PROFILE)) {
            Answer<byte[]> answer = get("/profile", known, in -> bytes(in, largest));
            if (answer.state() != Answer.State.ABSENT) {
                return answer;
            }
        }
        return get("/read/" + path(way), known, in -> bytes(in, largest));
    }

    @Override
    public Answer<List<RemoteEntry>> list(
            List<String> way, @Nullable Version known, int most, ListingAllowance allowance) throws IOException {
        try {
            return get("/ls/" + path(way), known, in -> RemoteEntry.list(allowance.bounding(in, LARGEST_LIST), most));
        } catch (MalformedListException e) {
            throw new PeerRefusedException(VisibleText.of(host) + " sent no complete list of files: " + e.getMessage());
        }
    }

    /** Makes something of a body. */
    private interface Reading<T> {
        T read(InputStream body) throws IOException;
    }

    private <T> Answer<T> get(String target, @Nullable Version known, Reading<T> reading) throws IOException {
        HttpGet request = new HttpGet(URI.create(base + target));
        if (known != null && known.tag() != null) {
            request.setHeader("If-None-Match", known.tag());
        } else if (known != null && known.modified() != null) {
            request.setHeader("If-Modified-Since", known.modified());
        }
        return client.execute(request, response -> {
            noteTime(response);
            switch (response.getCode()) {
                case 200 -> {
                    return Answer.sent(
                            read(response, reading),
                            Version.of(header(response, "ETag"), header(response, "Last-Modified")));
                }
                case 304 -> {
                    if (known == null) {
                        throw refused(response);
                    }
                    return Answer.unchanged();
                }
                case 403, 404, 410 -> {
                    return Answer.absent();
                }
                default -> throw refused(response);
            }
        });
    }

    @Override
    public WaitingMail.Batch mail(Self self, @Nullable String after, Predicate<String> wanted, int most)
            throws IOException {
        String target = "/outbox/" + segment(self.name()) + "?limit=" + most
                + (after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
        HttpGet request = new HttpGet(URI.create(base + target));
        prove(request, "OUTBOX:" + self.name(), self.keys());
        return client.execute(request, response -> {
            if (response.getCode() == 200) {
                try {
                    return read(response, in -> WaitingMail.read(in, wanted, most));
                } catch (MalformedListException e) {
                    throw new PeerRefusedException(
                            VisibleText.of(host) + " sent no complete list of messages: " + e.getMessage());
                }
            }
            throw refused(response);
        });
    }

    private void noteTime(ClassicHttpResponse response) {
        String date = header(response, "Date");
        Instant said = date == null ? null : RetryAfter.httpDate(date);
        farTime = said == null ? farTime : said;
    }

    @Override
    public @Nullable Instant farTime() {
        return farTime;
    }

    @Override
    public void acknowledge(Self self, List<String> file) throws IOException {
        HttpDelete request = new HttpDelete(URI.create(base + "/outbox/" + segment(self.name()) + '/' + path(file)));
        prove(request, "ACK:" + self.name() + ':' + String.join("/", file), self.keys());
        client.execute(request, response -> {
            if (response.getCode() / 100 != 2) {
                HttpAnswer answer = new HttpAnswer(host, response.getCode(), null, null, "");
                throw new PeerRefusedException(answer.description(), answer.temporary());
            }
            return null;
        });
    }

    @Override
    public void publishProfile(Self self, byte[] profile) throws IOException {
        HttpPut request = new HttpPut(URI.create(base + "/profile/" + segment(self.name())));
        request.setEntity(new ByteArrayEntity(profile, ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8)));
        prove(request, "PROFILE:" + self.name(), self.keys());
        client.execute(request, response -> {
            if (response.getCode() / 100 != 2) {
                throw refused(response);
            }
            return null;
        });
    }

    /** The challenge, and the one that is worth nothing at another server. */
    private void prove(HttpUriRequestBase request, String text, AgentKeys keys) {
        String timestamp = Rfc3339.format(clock.instant());
        String challenge = text + ':' + timestamp;
        request.setHeader("X-OpenFuse-PublicKey", keys.publicKey());
        request.setHeader("X-OpenFuse-Timestamp", timestamp);
        request.setHeader("X-OpenFuse-Signature", keys.signText(challenge));
        request.setHeader("X-OpenFuse-Bound-Signature", keys.signText(challenge + '\n' + origin));
    }

    private static <T> T read(ClassicHttpResponse response, Reading<T> reading) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return reading.read(InputStream.nullInputStream());
        }
        try (InputStream body = entity.getContent()) {
            return reading.read(body);
        }
    }

    private static byte[] bytes(InputStream body, long largest) throws IOException {
        byte[] content = body.readNBytes((int) Math.min(largest + 1, Integer.MAX_VALUE - 16));
        if (content.length > largest) {
            throw new TooLargeException("it is larger than " + largest + " bytes");
        }
        return content;
    }

    private PeerRefusedException refused(ClassicHttpResponse response) {
        int status = response.getCode();
        String line = VisibleText.of(host) + " answered " + status;
        if (status >= 300 && status < 400) {
            line += ", a redirect, which is not followed; set the address it leads to";
        } else if (status == 403) {
            line += "; it may not know our key under our name: have it imported there";
        }
        return new PeerRefusedException(line);
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static String path(List<String> way) {
        return way.stream().map(HttpPeerSource::segment).collect(Collectors.joining("/"));
    }

    /** A plus is itself in a path, and the original's file names hold some. */
    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2B", "+")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
