package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The attack this closes: connections that cost a stranger nothing and us memory, threads or disk. */
@Timeout(60)
class GatewayHttpServerTest {
    private static final int LARGEST = 64 * 1024;

    private final CountDownLatch slowStarted = new CountDownLatch(1);
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(RunningServer.settings(LARGEST, RunningServer.QUICK), Clock.systemUTC())
                .with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/echo?httpMethodRestrict=POST,GET").process(e -> {
                            byte[] body = e.getMessage().getBody(byte[].class);
                            HttpAnswer.bytes(e, 200, "text/plain", body == null ? new byte[0] : body);
                        });
                        from("platform-http:/headers/{OpenFuseRecipient}").process(GatewayHttpServerTest::showHeaders);
                        from("platform-http:/fails").process(e -> {
                            throw new IllegalStateException("secret insides");
                        });
                        from("platform-http:/slow").process(e -> {
                            slowStarted.countDown();
                            slowMayEnd.await();
                            HttpAnswer.bytes(e, 200, "text/plain", new byte[] {'k'});
                        });
                    }
                });
    }

    private static void showHeaders(Exchange exchange) {
        StringBuilder shown = new StringBuilder();
        new TreeMap<>(exchange.getMessage().getHeaders())
                .forEach((name, value) ->
                        shown.append(name).append('=').append(value).append('\n'));
        HttpAnswer.bytes(exchange, 200, "text/plain", shown.toString().getBytes());
    }

    @AfterEach
    void stop() {
        slowMayEnd.countDown();
        server.close();
    }

    @Test
    void bytesArriveAsTheyWereSent() throws Exception {
        byte[] body = new byte[LARGEST];
        new Random(7).nextBytes(body);

        HttpResponse<byte[]> answer = server.client()
                .send(
                        server.request("/echo")
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().firstValue("date")).isPresent();
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        try (RawClient client = server.raw()) {
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void headersThatTrickleInAreCutOff() throws Exception {
        try (RawClient client = server.raw()) {
            client.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n");
            var trickle = CompletableFuture.runAsync(() -> trickle(client, "X: y\r\n"));

            assertThat(client.untilClosed()).doesNotContain("200");
            trickle.get(45, TimeUnit.SECONDS);
        }
    }

    /** Sends a little every 50 ms, until that fails. */
    private static void trickle(RawClient client, String part) {
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            try {
                client.send(part);
                return false;
            } catch (IOException closed) {
                return true;
            }
        });
    }

    @Test
    void aBodyThatTricklesInIsAnsweredAndCutOff() throws Exception {
        try (RawClient client = server.raw()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n");
            var trickle = CompletableFuture.runAsync(() -> trickle(client, "x"));

            assertThat(client.answer()).startsWith("HTTP/1.1 408 ").contains("urn:openfuse:problem:too-slow");
            trickle.get(45, TimeUnit.SECONDS);
        }
    }

    @Test
    void aConnectionIsKeptForTheNextRequestButNotForEver() throws Exception {
        try (RawClient client = server.raw()) {
            String get = "GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n";
            assertThat(client.send(get).answer()).startsWith("HTTP/1.1 200 ");
            assertThat(client.send(get).answer()).startsWith("HTTP/1.1 200 ");
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void anAnswerMayTakeLongerThanAnyPhaseOfTheConnection() throws Exception {
        try (RawClient client = server.raw();
                RawClient other = server.raw()) {
            client.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(other.untilClosed()).isEmpty(); // an idle connection's time has passed meanwhile
            slowMayEnd.countDown();

            assertThat(client.answer()).startsWith("HTTP/1.1 200 ").endsWith("k");
        }
    }

    @Test
    void anAnnouncedBodyThatIsTooLargeIsRefusedBeforeItIsRead() throws Exception {
        try (RawClient client = server.raw()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + (LARGEST + 1) + "\r\n\r\n");

            assertThat(client.answer())
                    .startsWith("HTTP/1.1 413 ")
                    .containsIgnoringCase("connection: close")
                    .contains("application/problem+json")
                    .contains("urn:openfuse:problem:too-large");
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void anEndlessChunkedBodyIsRefusedAndItsConnectionClosed() throws Exception {
        try (RawClient client = server.raw()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";

            long sent = client.sendUntilClosed(chunk, 200_000_000);

            // what the sockets' buffers hold on both sides comes on top of what the server read
            assertThat(sent).isLessThan(20_000_000);
        }
        try (RawClient client = server.raw()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send(("1000\r\n" + "x".repeat(0x1000) + "\r\n").repeat(17));

            assertThat(client.answer()).startsWith("HTTP/1.1 413 ");
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void theWholeOfALargeBodyMayBeSentByAClientThatReadsItsAnswerLast() throws Exception {
        HttpResponse<String> answer = server.client()
                .send(
                        server.request("/echo")
                                .POST(BodyPublishers.ofByteArray(new byte[LARGEST + 5000]))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void aBodyIsAskedForOnlyIfItIsWanted() throws Exception {
        String head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: ";
        try (RawClient client = server.raw()) {
            assertThat(client.send(head + "3\r\n\r\n").answer()).startsWith("HTTP/1.1 100 ");
            assertThat(client.send("abc").answer()).startsWith("HTTP/1.1 200 ").endsWith("abc");
        }
        try (RawClient client = server.raw()) {
            assertThat(client.send(head + "999999\r\n\r\n").answer()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void moreHeaderFieldsThanAnyoneNeedsAreRefused() throws Exception {
        try (RawClient client = server.raw()) {
            client.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n" + "a:\r\n".repeat(200) + "\r\n");
            assertThat(client.untilClosed()).startsWith("HTTP/1.1 431 ").contains("urn:openfuse:problem:large-header");
        }
    }

    @Test
    void moreTrailerFieldsThanAnyoneNeedsAreRefused() throws Exception {
        try (RawClient client = server.raw()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
                    + "a:\r\n".repeat(200)
                    + "\r\n");
            assertThat(client.untilClosed()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void eachRequestOfAConnectionHasItsOwnHeaderFields() throws Exception {
        String get = "GET /echo HTTP/1.1\r\nHost: localhost\r\n" + "a:\r\n".repeat(150) + "\r\n";
        try (RawClient client = server.raw()) {
            assertThat(client.send(get).answer()).startsWith("HTTP/1.1 200 ");
            assertThat(client.send(get).answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void headersThatAreTooLargeAreRefused() throws Exception {
        try (RawClient client = server.raw()) {
            client.send("GET /echo HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(9000) + "\r\n\r\n");
            assertThat(client.untilClosed()).startsWith("HTTP/1.1 431 ").contains("urn:openfuse:problem:large-header");
        }
        try (RawClient client = server.raw()) {
            client.send("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.untilClosed()).contains(" 414 ").contains("urn:openfuse:problem:long-address");
        }
    }

    @Test
    void whatIsNotHttpIsRefusedAndTheServerGoesOn() throws Exception {
        String[] garbage = {
            "\r\n\r\n\r\n",
            "GET\r\n\r\n",
            "\0\1\2\3\4\5\r\n\r\n",
            "GET /echo HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "GET /echo HTTP/1.1\r\nno colon here\r\n\r\n",
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        };
        for (String bytes : garbage) {
            try (RawClient client = server.raw()) {
                assertThat(client.send(bytes).untilClosed()).as(bytes).doesNotContain("Exception");
            }
        }
        assertThat(status("/echo")).isEqualTo(200);
    }

    @Test
    void unknownAddressesAndMethodsGetProblems() throws Exception {
        HttpResponse<String> missing = get("/nowhere");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(missing.body()).contains("\"status\":404");

        HttpResponse<String> wrong =
                server.client().send(server.request("/echo").DELETE().build(), BodyHandlers.ofString());
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(String.join(",", wrong.headers().allValues("allow")))
                .contains("POST")
                .contains("GET");
        assertThat(wrong.body()).contains("urn:openfuse:problem:method-not-allowed");
    }

    @Test
    void aRefusalOfARequestWithoutABodyKeepsItsConnection() throws Exception {
        try (RawClient client = server.raw()) {
            for (String target : new String[] {"/nowhere", "/echo/%zz", "/echo"}) {
                client.send("DELETE " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
                assertThat(client.answer()).contains("problem+json").doesNotContainIgnoringCase("connection: close");
            }
            assertThat(client.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .answer())
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aFailureShowsNothingOfOurInsides() throws Exception {
        HttpResponse<String> failed = get("/fails");

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body())
                .doesNotContain("secret")
                .doesNotContain("Exception")
                .doesNotContain("at dev.");
    }

    @Test
    void formsAreNotTaken() throws Exception {
        HttpResponse<String> answer = server.client()
                .send(
                        server.request("/echo")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("a=b"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void ourOwnHeadersAreDroppedFromFieldsAndFromTheQuery() throws Exception {
        HttpResponse<String> answer = server.client()
                .send(
                        server.request("/headers/bob?OpenFuseTrusted=true&openfuserecipient=eve&CamelFileName=x")
                                .header("OpenFuseVerified", "true")
                                .header("OPENFUSEFROM", "alice")
                                .header("X-OpenFuse-PublicKey", "kept")
                                .GET()
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.body().lines())
                .contains("OpenFuseRecipient=bob", "X-OpenFuse-PublicKey=kept")
                .filteredOn(
                        line -> line.toLowerCase(Locale.ROOT).startsWith("openfuse") || line.startsWith("CamelFile"))
                .hasSize(1);
        assertThat(answer.headers().map()).doesNotContainKey("x-openfuse-publickey");
    }

    @Test
    void aHostNameThatIsNotOursIsMisdirected() throws Exception {
        for (String host : new String[] {"evil.example", "evil.example:2053", "192.0.2.7", "localhost.evil.example"}) {
            try (RawClient client = server.raw()) {
                client.send("GET /echo HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                assertThat(client.answer()).as(host).startsWith("HTTP/1.1 421 ");
            }
        }
        for (String host : new String[] {"localhost", "LOCALHOST:99", "127.0.0.1:2053", "[::1]:2053"}) {
            try (RawClient client = server.raw()) {
                client.send("GET /echo HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                assertThat(client.answer()).as(host).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void aRequestNamesExactlyOneHost() throws Exception {
        for (String hosts : new String[] {
            "", "Host:\r\n", "Host: a b\r\n", "Host: localhost\r\n :x\r\n", "Host: localhost\r\nHost: localhost\r\n"
        }) {
            try (RawClient client = server.raw()) {
                client.send("GET /echo HTTP/1.1\r\n" + hosts + "\r\n");
                assertThat(client.answer()).as(hosts).startsWith("HTTP/1.1 400 ");
            }
        }
    }

    @Test
    void aRequestThatWasAcceptedIsAnsweredBeforeTheServerStops() throws Exception {
        try (RawClient client = server.raw()) {
            client.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
            slowStarted.await();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            try (RawClient late = server.raw()) {
                assertThat(late.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .untilClosed())
                        .doesNotContain("HTTP/1.1 5");
            }
            slowMayEnd.countDown();

            assertThat(client.answer()).startsWith("HTTP/1.1 200 ").endsWith("k");
            stopped.get(45, TimeUnit.SECONDS);
        }
    }

    @Test
    void aPortThatIsTakenFailsTheStartWithOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningServer second = new RunningServer(
                        HttpSettings.DEFAULT.at("127.0.0.1", taken.getLocalPort()), Clock.systemUTC())) {
            assertThatThrownBy(second::listen)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return server.client().send(server.request(path).GET().build(), BodyHandlers.ofString());
    }

    private int status(String path) throws Exception {
        return get(path).statusCode();
    }
}
