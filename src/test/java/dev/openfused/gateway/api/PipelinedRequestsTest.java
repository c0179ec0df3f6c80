package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The attacks this closes: requests sent one behind the other whose answers nobody reads, and a request hidden behind
 * one that can be read in two ways.
 */
@Timeout(60)
class PipelinedRequestsTest {
    private static final int LARGE = 16 * 1024;
    private static final int ASKED = 5_000;

    /** What the buffers of the operating system hold of answers, at most. */
    private static final int IN_BUFFERS = 16_000_000;

    private static final String GET = "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String HIDDEN = "POST /store HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nhidden";

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger hidden = new AtomicInteger();
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(RunningServer.settings(1 << 16, RunningServer.QUICK), Clock.systemUTC())
                .with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/large").process(e -> {
                            answered.incrementAndGet();
                            HttpAnswer.bytes(e, 200, "text/plain", new byte[LARGE]);
                        });
                        from("platform-http:/store").process(e -> {
                            if ("hidden".equals(e.getMessage().getBody(String.class))) {
                                hidden.incrementAndGet();
                            }
                            HttpAnswer.empty(e, 201);
                        });
                    }
                });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void requestsWhoseAnswersNobodyReadsAreNotAnswered() throws Exception {
        try (RawClient client = server.raw()) {
            client.sendUntilClosed(GET, (long) ASKED * GET.length());

            await().until(() -> answered.get() >= IN_BUFFERS / LARGE || isClosed(client));
        }
        assertThat(answered.get()).isLessThan(IN_BUFFERS / LARGE);
    }

    private static boolean isClosed(RawClient client) {
        try {
            client.send("x");
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void manyRequestsAtOnceAreAllAnsweredWhileTheirAnswersAreRead() throws Exception {
        int count = 1_000;
        String get = "GET /store HTTP/1.1\r\nHost: localhost\r\n";

        String answers = exchange((get + "\r\n").repeat(count) + get + "Connection: close\r\n\r\n");

        assertThat(answers.split("HTTP/1.1 201 ", -1)).hasSize(count + 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                "Connection: close\r\nContent-Length: 1\r\n\r\nx",
            })
    void nothingIsDoneBehindARequestThatEndsItsConnection(String rest) throws Exception {
        assertThat(exchange("POST /store HTTP/1.1\r\nHost: localhost\r\n" + rest + HIDDEN))
                .containsOnlyOnce("HTTP/1.1 ")
                .startsWith("HTTP/1.1 201 ");
        assertThat(hidden).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1;x=\"\r\nx\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1;x=\"y\r\nx\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n",
            })
    void aRequestThatCanBeReadInTwoWaysIsRefusedAndNothingIsDoneBehindIt(String rest) throws Exception {
        assertThat(exchange("POST /store HTTP/1.1\r\nHost: localhost\r\n" + rest + HIDDEN))
                .containsOnlyOnce("HTTP/1.1 ")
                .startsWith("HTTP/1.1 400 ")
                .contains("urn:openfuse:problem:bad-request");
        assertThat(hidden).hasValue(0);
    }

    /** All that comes back until the server closes the connection. */
    private String exchange(String request) throws Exception {
        try (RawClient client = server.raw()) {
            return client.send(request).untilClosed();
        }
    }
}
