package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.LogLines;
import dev.openfused.gateway.camel.OpenFuseHeaderFilter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The attack this closes: an address that is one store's for whoever guards the door, and another's behind it. */
@Timeout(60)
class SeveralStoresTest {
    private final GatewayHttpServer server = new GatewayHttpServer(
            RunningServer.settings(1024, HttpSettings.Phases.DEFAULT)
                    .withHosts(Set.of("c.example", "d.example", "2001:db8::e")),
            Clock.systemUTC());
    private final List<CamelContext> stores = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        serve("a", "/a");
        serve("b", "/b");
        serve("c", "", "c.example");
        serve("cx", "/x", "c.example");
        serve("dx", "/x", "d.example", "2001:db8::e");
        server.listen();
    }

    private void serve(String name, String prefix, String... hosts) throws Exception {
        CamelContext context = new DefaultCamelContext();
        server.serve(context, new StoreAddress(prefix, Set.of(hosts)), new OpenFuseHeaderFilter());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/?httpMethodRestrict=GET").process(e -> answer(e, name + " /"));
                from("platform-http:/config?httpMethodRestrict=GET,HEAD").process(e -> answer(e, name + " config"));
                from("platform-http:/inbox?httpMethodRestrict=POST").process(e -> answer(e, name + " inbox"));
                from("platform-http:/outbox?httpMethodRestrict=GET&matchOnUriPrefix=true")
                        .process(e -> answer(e, name + ' ' + e.getMessage().getHeader(Exchange.HTTP_URI)));
                from("platform-http:/outbox?httpMethodRestrict=DELETE&matchOnUriPrefix=true")
                        .process(e -> answer(e, name + " deleted"));
            }
        });
        context.start();
        stores.add(context);
    }

    private static void answer(Exchange exchange, String text) {
        HttpAnswer.bytes(exchange, 200, "text/plain", text.getBytes(UTF_8));
    }

    @AfterEach
    void stop() {
        server.finishRequests(Duration.ofSeconds(30));
        stores.forEach(CamelContext::stop);
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            localhost          | /a/config                    | a config
            localhost          | /b/config                    | b config
            localhost          | /a                           | a /
            localhost          | /a/                          | a /
            localhost          | /a?x=/b/config               | a /
            localhost          | /a/%63onfig                  | a config
            localhost          | /a/x/../config               | a config
            localhost          | /a//config                   | a config
            localhost          | /a/outbox/bob/b%2Fc?x=1      | a /outbox/bob/b%2Fc?x=1
            localhost          | http://localhost/b/config    | b config
            localhost          | HTTP://LOCALHOST/b/config    | b config
            c.example          | /config                      | c config
            C.Example:2053     | /config                      | c config
            c.example          | /                            | c /
            c.example          | /x/config                    | cx config
            d.example          | /x/config                    | dx config
            [2001:db8::e]:2053 | /x/config                    | dx config
            localhost          | http://d.example/x/config    | dx config
            c.example          | http://localhost/a/config    | a config
            """)
    void anAddressIsThatOfOneStore(String host, String target, String answer) throws Exception {
        assertThat(ask("GET", host, target)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            localhost | /
            localhost | /config
            localhost | /inbox
            localhost | /c/config
            localhost | /ab/config
            localhost | /A/config
            localhost | /a/../b/config
            localhost | /a/..%2Fb/config
            localhost | /a/%2e%2e/b/config
            localhost | /x/../b/config
            localhost | /%61/config
            localhost | /a%2Fconfig
            localhost | //a/config
            localhost | /./a/config
            localhost | /x/config
            localhost | *
            localhost | a/config
            localhost | \\a\\config
            c.example | /config/../x/config
            c.example | //x/config
            d.example | /config
            d.example | http://localhost/x/config
            """)
    void whatIsNoStoresAddressIsNotFound(String host, String target) throws Exception {
        assertThat(ask("GET", host, target)).startsWith("HTTP/1.1 404 ").contains("X-Request-Id: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            localhost | http://evil.example/a/config | 421
            localhost | http://user@localhost/a/config | 400
            localhost | http:///a/config               | 400
            evil.example | /a/config                 | 421
            """)
    void aHostThatIsNobodysIsRefused(String host, String target, int status) throws Exception {
        assertThat(ask("GET", host, target)).startsWith("HTTP/1.1 " + status + ' ');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /a/inbox        | POST
            DELETE | /a/config       | GET, HEAD
            POST   | /b              | GET
            PUT    | /b/outbox       | DELETE, GET
            PUT    | /b/outbox/x/y/z | DELETE, GET
            """)
    void aMethodThatAnAddressDoesNotTakeIsToldThoseItTakes(String method, String target, String allowed)
            throws Exception {
        assertThat(ask(method, "localhost", target))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("\r\nAllow: " + allowed + "\r\n");
    }

    @Test
    void aLineOfTheAccessLogSaysThePathThatWasCalled() throws Exception {
        try (LogLines access = LogLines.of(AccessLog.LOGGER)) {
            ask("GET", "localhost", "/b/config?x=y");

            await().until(() -> !access.lines().isEmpty());
            assertThat(access.lines()).singleElement().asString().contains(" path=/b/config status=200 ");
        }
    }

    @Test
    void oneStoreMayEndBeforeTheOthers() throws Exception {
        stores.get(0).stop();

        assertThat(ask("GET", "localhost", "/b/config")).endsWith("b config");
        assertThat(ask("GET", "localhost", "/a/config")).startsWith("HTTP/1.1 404 ");
    }

    private String ask(String method, String host, String target) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            return client.send(method + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .answer();
        }
    }
}
