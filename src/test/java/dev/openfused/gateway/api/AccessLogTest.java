package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.LogLines;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.audit.LoggedAudit;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests can be told apart, and found again in every log. */
@Timeout(60)
class AccessLogTest {
    private static final Pattern ID = Pattern.compile("(?i)X-Request-Id: ([0-9a-z-]+)\r\n");
    private static final int LARGEST = 4096;

    @TempDir
    Path folder;

    private final LogLines access = LogLines.of(AccessLog.LOGGER);
    private final LogLines audit = LogLines.of(LoggedAudit.LOGGER);
    private final LogLines faults = LogLines.of(AnswerProblem.class);
    private DeliveryQueue queue;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        TestAgent bob = TestAgent.make(folder.resolve("bob"), "bob");
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), Clock.systemUTC(), QueueOptions.DEFAULT);
        Processor fails = e -> {
            throw new IllegalStateException("insides");
        };
        server = new RunningServer(RunningServer.settings(LARGEST, RunningServer.QUICK), Clock.systemUTC())
                .withShippedRoutes(
                        Map.of(
                                "receiveMessage",
                                        new ReceiveMessage(bob.receiver(queue, Clock.systemUTC(), new LoggedAudit())),
                                "greetCaller", new GreetCaller(),
                                "describeAgent", fails),
                        "problems.yaml",
                        "receive.yaml",
                        "daemon.yaml");
    }

    @AfterEach
    void stop() {
        server.close();
        queue.close();
        access.close();
        audit.close();
        faults.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | GET / HTTP/1.1~Host: localhost~~
            200 | HEAD / HTTP/1.1~Host: localhost~~
            500 | GET /config HTTP/1.1~Host: localhost~~
            400 | POST /inbox HTTP/1.1~Host: localhost~Content-Length: 2~~{}
            400 | GET / HTTP/1.1~~
            400 | GET /%zz HTTP/1.1~Host: localhost~~
            400 | GET / HTTP/1.1~no colon~~
            404 | GET /nowhere HTTP/1.1~Host: localhost~~
            404 | CONNECT localhost:80 HTTP/1.1~Host: localhost~~
            404 | OPTIONS * HTTP/1.1~Host: localhost~~
            405 | DELETE /inbox HTTP/1.1~Host: localhost~~
            408 | POST /inbox HTTP/1.1~Host: localhost~Content-Length: 9~~{}
            413 | POST /inbox HTTP/1.1~Host: localhost~Content-Length: 5000~~
            415 | POST /inbox HTTP/1.1~Host: localhost~Content-Type: multipart/form-data~Content-Length: 0~~
            417 | POST /inbox HTTP/1.1~Host: localhost~Expect: miracles~Content-Length: 1~~
            421 | GET / HTTP/1.1~Host: evil.example~~
            421 | OPTIONS * HTTP/1.1~Host: evil.example~~
            """)
    void everyAnswerAndItsOneLineCarryAnIdOfTheirOwn(int status, String request) throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            access.lines().clear();
            String answer = send(request.replace("~", "\r\n"));
            String id = idOf(answer);

            assertThat(answer).startsWith("HTTP/1.1 " + status + ' ').containsIgnoringCase("\r\ndate: ");
            assertThat(line()).startsWith("client=127.0.0.1 ").contains(" status=" + status + ' ', " request=" + id);
            ids.add(id);
        }
        assertThat(ids).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"414, x, ''", "431, '', x"})
    void whatIsTooLongForTheDecoderHasAnIdAndALineToo(int status, String path, String field) throws Exception {
        String answer = send("GET /" + path.repeat(9000) + " HTTP/1.1\r\nHost: localhost\r\nX-Long: "
                + field.repeat(9000) + "\r\n\r\n");

        assertThat(answer).contains(' ' + String.valueOf(status) + ' ');
        assertThat(line()).isEqualTo("client=127.0.0.1 status=" + status + " request=" + idOf(answer));
    }

    @Test
    void aLineSaysWhoWhatAndHowItWentWithoutTheQuery() throws Exception {
        String answer = send("GET /?token=secret#part HTTP/1.1\r\nHost: localhost\r\n\r\n");
        int bytes = answer.length() - answer.indexOf("\r\n\r\n") - 4;

        assertThat(line())
                .matches("client=127\\.0\\.0\\.1 method=GET path=/ status=200 bytes=" + bytes
                        + " ms=\\d+ request=[0-9a-f]{8}-[0-9a-z]+");
    }

    @Test
    void linesOfARefusedMessageCarryTheIdOfItsRequest() throws Exception {
        String answer = send("POST /inbox HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\nnot json");

        assertThat(audit.lines()).singleElement().asString().endsWith(" request=" + idOf(answer));
    }

    @Test
    void linesOfAFailureCarryTheIdOfItsRequest() throws Exception {
        String answer = send("GET /config HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(faults.lines()).singleElement().asString().endsWith(" request=" + idOf(answer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /a"b                      | path="/a\\"b"
            /a=b                      | path="/a=b"
            /a\\"status=200           | path="/a\\\\\\"status=200"
            /a%0a%0dclient=203.0.113.7| path="/a%0a%0dclient=203.0.113.7"
            /\u0085\u009b31m          | path="/\\\\u{85}\\\\u{9b}31m"
            """)
    void aHostilePathForgesNeitherLinesNorPairs(String path, String shown) throws Exception {
        send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(line()).contains(" method=GET " + shown + " status=404 ").doesNotContain("\n");
    }

    @Test
    void aLongPathIsCut() throws Exception {
        send("GET /" + "x".repeat(2000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(line().length()).isLessThan(400);
    }

    @Test
    void aMethodOfAStrangersOwnIsNoWayInEither() throws Exception {
        send("G=T|`^ / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(line()).doesNotContain("method=G=T").containsPattern("status=(400|405)");
    }

    @Test
    void whoHangsUpBeforeTheAnswerHasALine() throws Exception {
        try (RawClient client = server.raw()) {
            client.send("POST /inbox HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{");
        }

        assertThat(line()).contains(" path=/inbox status=aborted ");
    }

    private String send(String request) throws Exception {
        try (RawClient client = server.raw()) {
            return client.send(request).answer();
        }
    }

    private String line() {
        await().until(() -> !access.lines().isEmpty());
        assertThat(access.lines()).hasSize(1);
        return access.lines().get(0);
    }

    private static String idOf(String answer) {
        Matcher id = ID.matcher(answer);
        assertThat(id.find()).as(answer).isTrue();
        return id.group(1);
    }
}
