package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.LogLines;
import dev.openfused.gateway.settings.Network;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The attack this closes: a stranger who says that it is somebody else, or that it called another server. */
@Timeout(60)
class ProxiedRequestsTest {
    private static final String STRANGER = "203.0.113.7";

    private final LogLines access = LogLines.of(AccessLog.LOGGER);
    private final RequestOrigins origins = new RequestOrigins(Set.of("gw.example.org", "gw.example.org:9"));
    private RunningServer server;

    @BeforeEach
    void behindAProxy() throws Exception {
        serve("127.0.0.1/32", "10.0.0.0/8", "2001:db8:1::/48");
    }

    private void serve(String... proxies) throws Exception {
        stop();
        server = new RunningServer(
                        RunningServer.settings(1024, HttpSettings.Phases.DEFAULT)
                                .withHosts(Set.of("gw.example.org"))
                                .withProxies(
                                        Stream.of(proxies).map(Network::parse).toList()),
                        Clock.systemUTC())
                .with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/origin").process(ProxiedRequestsTest.this::showOrigin);
                    }
                });
    }

    private void showOrigin(Exchange exchange) {
        HttpAnswer.bytes(
                exchange,
                200,
                "text/plain",
                String.valueOf(origins.of(exchange)).getBytes(UTF_8));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void closeLog() {
        access.close();
    }

    @Test
    void whatAStrangerSaysOfItselfMeansNothing() throws Exception {
        serve("192.0.2.1");

        String answer = ask(
                "X-Forwarded-For: " + STRANGER,
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.example",
                "Forwarded: for=203.0.113.7;host=evil.example;proto=https",
                "X-Request-Id: chosen-by-a-stranger");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\nhttp://localhost:" + server.port())
                .doesNotContain("chosen-by-a-stranger");
        assertThat(line()).startsWith("client=127.0.0.1 ").doesNotContain("chosen-by-a-stranger");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        203.0.113.7                           | 203.0.113.7
        198.51.100.1, 203.0.113.7             | 203.0.113.7
        198.51.100.1, 203.0.113.7, 10.1.2.3   | 203.0.113.7
        203.0.113.7,10.1.2.3 ,  10.1.2.4      | 203.0.113.7
        10.1.2.4                              | 10.1.2.4
        203.0.113.7:4711                      | 203.0.113.7
        [2001:db8::7]                         | 2001:db8:0:0:0:0:0:7
        [2001:db8::7]:4711                    | 2001:db8:0:0:0:0:0:7
        2001:db8::7                           | 2001:db8:0:0:0:0:0:7
        2001:db8::7, [2001:db8:1::1]:80       | 2001:db8:0:0:0:0:0:7
        ::ffff:203.0.113.7                    | 203.0.113.7
        ::ffff:203.0.113.7, ::ffff:10.1.2.3   | 203.0.113.7
        203.0.113.7, unknown, 10.1.2.3        | 10.1.2.3
        203.0.113.7, unknown                  | 127.0.0.1
        203.0.113.7,                          | 127.0.0.1
        localhost                             | 127.0.0.1
        127.0.0.1.evil.example                | 127.0.0.1
        203.0.113.7:port                      | 127.0.0.1
        [203.0.113.7                          | 127.0.0.1
        [2001:db8::7]x                        | 127.0.0.1
        203.0.113                             | 127.0.0.1
        -                                     | 127.0.0.1
        """)
    void theLastAddressThatIsNoProxyOfOursIsTheClient(String way, String client) throws Exception {
        ask(way == null ? "X-Other: 1" : "X-Forwarded-For: " + way);

        assertThat(line()).startsWith(client.contains(".") ? "client=" + client + ' ' : "client=" + client);
    }

    @Test
    void severalLinesAreOneList() throws Exception {
        ask("X-Forwarded-For: 198.51.100.1", "X-Forwarded-For: " + STRANGER, "x-forwarded-for: 10.1.2.3");

        assertThat(line()).startsWith("client=" + STRANGER + ' ');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https       | gw.example.org            | https://gw.example.org
        HTTPS       | GW.example.org:443        | https://gw.example.org
        https       | gw.example.org:8443       | https://gw.example.org:8443
        http        | gw.example.org:80         | http://gw.example.org
        http        | evil.example, gw.example.org | http://gw.example.org
        https, http | gw.example.org            | http://gw.example.org
        gopher      | gw.example.org            | http://gw.example.org
        https       | [::1]:8443                | https://[::1]:8443
        """)
    void aBoundChallengeIsCheckedAgainstTheOriginThatTheProxyWasCalledBy(String scheme, String host, String origin)
            throws Exception {
        assertThat(ask("X-Forwarded-Proto: " + scheme, "X-Forwarded-Host: " + host))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n" + origin);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        localhost:%d         | http://localhost:%d
        127.0.0.1:%d         | http://127.0.0.1:%d
        gw.example.org:%d    | http://gw.example.org:%d
        gw.example.org       | http://gw.example.org
        gw.example.org:80    | http://gw.example.org
        gw.example.org:9     | http://gw.example.org:9
        gw.example.org:10    | null
        localhost:10         | null
        localhost            | null
        127.0.0.1:443        | null
        """)
    void withoutAProxyAnOriginIsOursAtThePortWeListenOnAndWhereTheSettingsSay(String host, String origin)
            throws Exception {
        try (RawClient client = server.raw()) {
            assertThat(client.send("GET /origin HTTP/1.1\r\nHost: " + host.formatted(server.port()) + "\r\n\r\n")
                            .answer())
                    .endsWith("\r\n\r\n" + origin.formatted(server.port()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        evil.example                 | 421
        gw.example.org, evil.example | 421
        gw.example.org.evil.example  | 421
        a b                          | 400
        gw.example.org:port          | 400
        gw.example.org/x             | 400
        user@gw.example.org          | 400
        [::1                         | 400
        """)
    void aHostThatTheProxyWasCalledByMustBeOursAndReadable(String host, int status) throws Exception {
        assertThat(ask("X-Forwarded-Host: " + host)).startsWith("HTTP/1.1 " + status + ' ');
    }

    @Test
    void theHostFieldIsStillTheOneThatCountsIfTheProxyNamesNoOther() throws Exception {
        try (RawClient client = server.raw()) {
            client.send("GET /origin HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Proto: https\r\n\r\n");

            assertThat(client.answer()).startsWith("HTTP/1.1 421 ");
        }
    }

    @Test
    void aProxysRequestIdIsKeptIfItIsOneWord() throws Exception {
        assertThat(ask("X-Request-Id: edge-4711")).contains("X-Request-Id: edge-4711\r\n");
        assertThat(line()).endsWith(" request=edge-4711");

        for (String odd : List.of("two words", "a\"b", "x".repeat(65), "a=b")) {
            assertThat(ask("X-Request-Id: " + odd)).containsPattern("X-Request-Id: [0-9a-f]{8}-[0-9a-z]+\r\n");
        }
    }

    private String ask(String... fields) throws Exception {
        access.lines().clear();
        try (RawClient client = server.raw()) {
            return client.send("GET /origin HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n"
                            + String.join("\r\n", fields) + "\r\n\r\n")
                    .answer();
        }
    }

    private String line() {
        await().until(() -> !access.lines().isEmpty());
        return access.lines().get(0);
    }
}
