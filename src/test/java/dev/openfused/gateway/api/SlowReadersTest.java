package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.TestCertificates;
import dev.openfused.gateway.TestCertificates.Identity;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The attack this closes: to ask for much, and to read little of it or to leave. */
@Timeout(60)
class SlowReadersTest {
    private static final long LARGE = 60_000_000;

    /** What the buffers of the operating system hold, at most. */
    private static final long IN_BUFFERS = 16_000_000;

    /** An answer that is made as a whole. */
    private static final int WHOLE = (int) (2 * IN_BUFFERS);

    private static final String GET = "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    Path folder;

    private final Vertx loops = Vertx.vertx();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicLong read = new AtomicLong();
    private final List<RunningServer> servers = new ArrayList<>();

    /** A file that says what becomes of it. */
    private final class Watched extends InputStream {
        private long left = LARGE;
        private boolean done;

        Watched() {
            open.incrementAndGet();
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("read one by one");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = (int) Math.min(left, length);
            left -= count;
            read.addAndGet(count);
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {
            if (!done) {
                done = true;
                open.decrementAndGet();
                closed.incrementAndGet();
            }
        }
    }

    @AfterEach
    void stop() {
        loops.close().toCompletionStage().toCompletableFuture().join();
        servers.forEach(RunningServer::close);
    }

    private RunningServer serve(HttpSettings settings) throws Exception {
        RunningServer server = new RunningServer(settings, Clock.systemUTC()).with(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/large")
                        .process(e -> HttpAnswer.stream(e, "application/octet-stream", new Watched()));
                from("platform-http:/whole").process(e -> HttpAnswer.bytes(e, 200, "text/plain", new byte[WHOLE]));
                from("platform-http:/small").process(e -> HttpAnswer.bytes(e, 200, "text/plain", new byte[] {'k'}));
            }
        });
        servers.add(server);
        return server;
    }

    @Test
    void aDownloadWhoseClientLeavesIsReadNoFurtherAndClosed() throws Exception {
        RunningServer server = serve(RunningServer.settings(1024, HttpSettings.Phases.DEFAULT));
        for (int i = 0; i < 10; i++) {
            try (RawClient client = server.raw()) {
                assertThat(client.send(GET).read(100)).startsWith("HTTP/1.1 200 ");
            }
        }

        await().untilAsserted(() -> assertThat(closed).hasValue(10));
        assertThat(read.get()).isLessThan(10 * IN_BUFFERS);
        assertThat(open).hasValue(0);
        await().untilAsserted(() ->
                assertThat(server.context().getInflightRepository().size()).isZero());
    }

    @Test
    void aClientThatReadsNothingOfADownloadIsCutOff() throws Exception {
        RunningServer server = serve(RunningServer.settings(1024, RunningServer.QUICK));
        try (RawClient client = server.raw()) {
            client.send(GET);

            await().untilAsserted(() -> assertThat(closed).hasValue(1));
            assertThat(read.get()).isLessThan(IN_BUFFERS);
            await().untilAsserted(() ->
                    assertThat(server.context().getInflightRepository().size()).isZero());
        }
    }

    @Test
    void aClientThatReadsSteadilyGetsAllHoweverLongItTakes() throws Exception {
        RunningServer server = serve(RunningServer.settings(1024, RunningServer.QUICK));
        try (RawClient client = server.raw()) {
            client.send(GET);
            AtomicLong got = new AtomicLong();
            await().pollInterval(100, TimeUnit.MILLISECONDS).until(() -> {
                got.addAndGet(client.read(6_000_000).length());
                return got.get() > LARGE;
            });
        }
        assertThat(read).hasValue(LARGE);
    }

    @Test
    void aClientThatReadsSlowlyButSteadilyIsNotCutOff() throws Exception {
        RunningServer server = serve(RunningServer.settings(1024, answeredWithin(Duration.ofMillis(1_500))));
        int step = 50_000;
        try (RawClient client = RawClient.withSmallBuffer(server.port())) {
            client.send("GET /whole HTTP/1.1\r\nHost: localhost\r\n\r\n");
            AtomicInteger got = new AtomicInteger();
            await().pollInterval(100, TimeUnit.MILLISECONDS).until(() -> {
                got.addAndGet(client.read(step).length());
                return got.get() >= 45 * step;
            });
            assertThat(client.read(WHOLE - got.get())).hasSize(WHOLE - got.get());
        }
    }

    @Test
    void aLargeDownloadThatIsTakenWholeCountsAsTaken() throws Exception {
        RunningServer server = serve(RunningServer.settings(1024, HttpSettings.Phases.DEFAULT)
                .withLimits(new HttpSettings.Limits(200, 200, 4, 1024, 8192, 1 << 20))
                .withTls(tls()));
        HttpClient client = client();
        HttpClientResponse large = get(server, client, "/large");
        CompletableFuture<Void> ended = new CompletableFuture<>();
        AtomicLong got = new AtomicLong();
        large.exceptionHandler(ended::completeExceptionally);
        large.handler(part -> got.addAndGet(part.length()));
        large.endHandler(ended::complete);
        large.resume();

        ended.get(45, TimeUnit.SECONDS);
        assertThat(got).hasValue(LARGE);
        assertThat(get(server, client, "/small").request().connection())
                .isSameAs(large.request().connection());
    }

    @Test
    void answersThatNobodyReadsMakeRoomForOthers() throws Exception {
        RunningServer server = serve(RunningServer.settings(1024, HttpSettings.Phases.DEFAULT)
                .withLimits(new HttpSettings.Limits(200, 200, 4, 1024, 8192, 3 * IN_BUFFERS)));
        String get = "GET /whole HTTP/1.1\r\nHost: localhost\r\n\r\n";
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                clients.add(server.raw().send(get));
                assertThat(clients.get(i).read(100)).startsWith("HTTP/1.1 200 ");
            }

            assertThat(clients.get(3).read(WHOLE)).hasSize(WHOLE);
            assertThat(clients.get(0).untilClosed()).hasSizeLessThan(WHOLE);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void ofHttp2OnlyTheStreamThatIsNotReadIsBrokenOff() throws Exception {
        RunningServer server = serve(RunningServer.settings(1024, answeredWithin(Duration.ofMillis(500)))
                .withTls(tls()));
        HttpClient client = client();
        HttpClientResponse unread = get(server, client, "/large");

        await().untilAsserted(() -> {
            assertThat(get(server, client, "/small").statusCode()).isEqualTo(200);
            assertThat(closed).hasValue(1);
        });

        assertThat(read.get()).isLessThan(IN_BUFFERS);
        assertThat(get(server, client, "/small").request().connection())
                .isSameAs(unread.request().connection());
    }

    @Test
    void whereThereAreTooManyDownloadsTheOldestIsBrokenOff() throws Exception {
        int most = 2;
        RunningServer server = serve(RunningServer.settings(1024, HttpSettings.Phases.DEFAULT)
                .withLimits(new HttpSettings.Limits(most, most, 4, 1024, 8192, 1 << 26))
                .withTls(tls()));
        HttpClient client = client();
        CompletableFuture<Throwable> broken = new CompletableFuture<>();
        get(server, client, "/large").exceptionHandler(broken::complete);
        for (int i = 0; i < most; i++) {
            assertThat(get(server, client, "/large").statusCode()).isEqualTo(200);
        }

        assertThat(broken.get(45, TimeUnit.SECONDS)).isInstanceOf(StreamResetException.class);
        await().untilAsserted(() -> assertThat(closed).hasValue(1));
        assertThat(open).hasValue(most);
    }

    private static HttpSettings.Phases answeredWithin(Duration time) {
        HttpSettings.Phases usual = HttpSettings.Phases.DEFAULT;
        return new HttpSettings.Phases(
                usual.handshake(), usual.headers(), usual.body(), usual.idle(), time, usual.drain());
    }

    private HttpSettings.Tls tls() throws Exception {
        Identity identity = new TestCertificates().issue("127.0.0.1");
        return new HttpSettings.Tls(
                Files.writeString(folder.resolve("server.pem"), identity.certificatePem()),
                Files.writeString(folder.resolve("server.key"), identity.keyPem()),
                null);
    }

    /** One that asks everything on one connection of HTTP/2. */
    private HttpClient client() {
        return loops.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setHttp2MaxPoolSize(1));
    }

    /** An answer whose body is not read. */
    private static HttpClientResponse get(RunningServer server, HttpClient client, String path) throws Exception {
        return client.request(HttpMethod.GET, server.port(), "127.0.0.1", path)
                .compose(request -> request.send().onSuccess(HttpClientResponse::pause))
                .toCompletionStage()
                .toCompletableFuture()
                .get(45, TimeUnit.SECONDS);
    }
}
