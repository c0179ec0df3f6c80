package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.TestCertificates;
import dev.openfused.gateway.TestCertificates.Identity;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.settings.Network;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The attack this closes: so many connections that nobody else gets one, or that everybody has to wait. */
@Timeout(60)
class CrowdTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String OTHER_ADDRESS = "127.0.0.2";
    private static final int FEW = 5;
    private static final int IDLE = 2_000;
    private static final int SLOW = 500;

    @TempDir
    Path folder;

    private final List<RawClient> clients = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void whereThereAreTooManyConnectionsTheOneThatWaitsLongestGoes() throws Exception {
        RunningServer server = small(HttpSettings.Phases.DEFAULT);
        for (int i = 0; i < FEW; i++) {
            assertThat(connect(server).send(GET).answer()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(clients.get(0).send(GET).answer()).startsWith("HTTP/1.1 200 ");

        assertThat(connect(server).send(GET).answer()).startsWith("HTTP/1.1 200 ");

        assertThat(clients.get(1).untilClosed()).isEmpty();
        for (int kept : new int[] {0, 2, 3, 4, 5}) {
            assertThat(clients.get(kept).send(GET).answer())
                    .as("client " + kept)
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whoSaysNothingKeepsNobodyOut() throws Exception {
        RunningServer server = small(HttpSettings.Phases.DEFAULT);
        for (int i = 0; i < 3 * FEW; i++) {
            connect(server).send("GET / HTTP/1.1\r\nHost: loc");
        }

        assertThat(connect(server).send(GET).answer()).startsWith("HTTP/1.1 200 ");
        assertThat(clients.get(0).untilClosed()).isEmpty();
    }

    @Test
    void whoseRequestIsBeingAnsweredIsNotSentAway() throws Exception {
        RunningServer server = small(HttpSettings.Phases.DEFAULT);
        for (int i = 0; i < FEW; i++) {
            connect(server)
                    .send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
            assertThat(clients.get(i).answer()).startsWith("HTTP/1.1 100 ");
        }

        assertThat(connect(server).send(GET).untilClosed()).doesNotContain("HTTP/1.1 200");

        for (RawClient client : clients.subList(0, FEW)) {
            assertThat(client.send("x").answer()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(connect(server).send(GET).answer()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whoSaysNothingOverTlsKeepsNobodyOut() throws Exception {
        Identity identity = new TestCertificates().issue("127.0.0.1");
        Path certificate = Files.writeString(folder.resolve("server.pem"), identity.certificatePem());
        Path key = Files.writeString(folder.resolve("server.key"), identity.keyPem());
        HttpSettings.Phases usual = HttpSettings.Phases.DEFAULT;
        HttpSettings.Phases patient = new HttpSettings.Phases(
                Duration.ofMinutes(1), usual.headers(), usual.body(), usual.idle(), usual.answer(), usual.drain());
        RunningServer server = few(settings ->
                settings.withTls(new HttpSettings.Tls(certificate, key, null)).withPhases(patient));
        for (int i = 0; i < 3 * FEW; i++) {
            connect(server);
        }

        for (RawClient gone : clients.subList(0, 2 * FEW)) {
            assertThat(gone.untilClosed()).isEmpty();
        }
    }

    @Test
    void whoAsksOverHttp2AndTakesNoAnswerKeepsNobodyOut() throws Exception {
        Identity identity = new TestCertificates().issue("127.0.0.1");
        Path certificate = Files.writeString(folder.resolve("server.pem"), identity.certificatePem());
        Path key = Files.writeString(folder.resolve("server.key"), identity.keyPem());
        HttpSettings.Phases usual = HttpSettings.Phases.DEFAULT;
        HttpSettings.Phases patient = new HttpSettings.Phases(
                usual.handshake(), usual.headers(), usual.body(), usual.idle(), Duration.ofHours(1), usual.drain());
        RunningServer server = few(settings ->
                settings.withTls(new HttpSettings.Tls(certificate, key, null)).withPhases(patient));
        Vertx loops = Vertx.vertx();
        open.add(
                0, () -> loops.close().toCompletionStage().toCompletableFuture().join());
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setHttp2MaxPoolSize(1);
        for (int i = 0; i < FEW; i++) {
            options.setInitialSettings(new Http2Settings().setInitialWindowSize(0));
            assertThat(status(loops.createHttpClient(options), server)).isEqualTo(200);
        }

        HttpClient newcomer = loops.createHttpClient(options.setInitialSettings(new Http2Settings()));
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(status(newcomer, server)).isEqualTo(200));
    }

    private static int status(HttpClient client, RunningServer server) throws Exception {
        return client.request(HttpMethod.GET, server.port(), "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .toCompletionStage()
                .toCompletableFuture()
                .get(45, TimeUnit.SECONDS)
                .statusCode();
    }

    @Test
    void whoOpensTooManyLosesThemAndNobodyElseDoes() throws Exception {
        RunningServer server = few(settings -> settings);
        RawClient other = connect(server, OTHER_ADDRESS).send(GET);
        assertThat(other.answer()).startsWith("HTTP/1.1 200 ");
        for (int i = 0; i < 2 * FEW; i++) {
            assertThat(connect(server).send(GET).answer()).startsWith("HTTP/1.1 200 ");
        }

        assertThat(other.send(GET).answer()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void oneAddressHasSoManyConnectionsAndNoMore() throws Exception {
        int most = FEW - 2;
        RunningServer server = few(settings -> settings.withLimits(limits(most)));
        for (int i = 0; i < FEW; i++) {
            assertThat(connect(server).send(GET).answer()).startsWith("HTTP/1.1 200 ");
        }

        for (RawClient gone : clients.subList(0, FEW - most)) {
            assertThat(gone.untilClosed()).isEmpty();
        }
        for (RawClient kept : clients.subList(FEW - most, FEW)) {
            assertThat(kept.send(GET).answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aProxySpeaksForMany() throws Exception {
        RunningServer server =
                few(settings -> settings.withLimits(limits(1)).withProxies(List.of(Network.parse("127.0.0.1"))));
        for (int i = 0; i < FEW; i++) {
            assertThat(connect(server).send(GET).answer()).startsWith("HTTP/1.1 200 ");
        }

        for (RawClient kept : clients) {
            assertThat(kept.send(GET).answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void bodiesThatAreNeverCompletedMakeRoomForTheNext() throws Exception {
        int bodies = 64;
        RunningServer server = few(settings -> settings.withLimits(
                new HttpSettings.Limits(2 * bodies, 2 * bodies, 4, 16 * 1024, 8192, 16L * 1024 * (bodies / 2))));
        String most = "x".repeat(16 * 1024 - 1);
        for (int i = 0; i < bodies; i++) {
            connect(server).send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16384\r\n\r\n" + most);
        }

        assertThat(connect(server)
                        .send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16384\r\n\r\nx" + most)
                        .answer())
                .startsWith("HTTP/1.1 200 ");
        assertThat(clients.get(0).answer()).startsWith("HTTP/1.1 503 ").contains("retry-after: ");
    }

    @Test
    void messagesAreTakenInWhileAllOthersAreIdleOrSlow() throws Exception {
        assumeThat(descriptors()).as("file descriptors").isGreaterThan(2L * (IDLE + SLOW) + 1_000);
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent bob = TestAgent.make(folder.resolve("bob"), "bob");
        DeliveryQueue queue =
                DeliveryQueues.sqlite(folder.resolve("state.db"), Clock.systemUTC(), QueueOptions.DEFAULT);
        RunningServer server = new RunningServer(HttpSettings.DEFAULT.at("127.0.0.1", 0), Clock.systemUTC())
                .withShippedRoutes(
                        Map.of(
                                "receiveMessage",
                                new ReceiveMessage(bob.receiver(queue, Clock.systemUTC(), entry -> {}))),
                        "problems.yaml",
                        "receive.yaml");
        open.add(server);
        open.add(queue);
        for (int i = 0; i < IDLE; i++) {
            connect(server);
        }
        List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < SLOW; i++) {
            slow.add(connect(server)
                    .send("POST /inbox HTTP/1.1\r\nHost: localhost\r\n"
                            + (i % 2 == 0 ? "X-Slow: " : "Content-Length: 5000\r\n\r\n")));
        }
        ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();
        open.add(trickle::shutdownNow);
        trickle.scheduleWithFixedDelay(() -> slow.forEach(CrowdTest::trickle), 0, 100, TimeUnit.MILLISECONDS);

        for (int i = 0; i < 25; i++) {
            byte[] message = MessageJson.write(alice.sealTo(bob, "message " + i));
            assertThat(server.client()
                            .send(
                                    server.request("/inbox")
                                            .POST(BodyPublishers.ofByteArray(message))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    private static void trickle(RawClient client) {
        try {
            client.send("x");
        } catch (IOException closed) {
            // its time was over
        }
    }

    private RunningServer small(HttpSettings.Phases phases) throws Exception {
        return few(settings -> settings.withPhases(phases));
    }

    private static HttpSettings.Limits limits(int ofClient) {
        return new HttpSettings.Limits(FEW, ofClient, 4, 1024, 8192, 1 << 20);
    }

    /** With room for few connections, and otherwise as set. */
    private RunningServer few(UnaryOperator<HttpSettings> set) throws Exception {
        HttpSettings settings =
                RunningServer.settings(1024, HttpSettings.Phases.DEFAULT).withLimits(limits(FEW));
        RunningServer server = new RunningServer(set.apply(settings), Clock.systemUTC()).with(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/").process(e -> HttpAnswer.bytes(e, 200, "text/plain", new byte[] {'k'}));
            }
        });
        open.add(server);
        return server;
    }

    private RawClient connect(RunningServer server) throws Exception {
        return connect(server, "127.0.0.1");
    }

    private RawClient connect(RunningServer server, String from) throws Exception {
        RawClient client = new RawClient(server.port(), InetAddress.getByName(from));
        clients.add(client);
        return client;
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                : 0;
    }
}
