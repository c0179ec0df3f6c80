package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.settings.Network;
import dev.openfused.gateway.settings.Rate;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One client can't keep the gateway busy for everybody else. */
class AddressRateTest {
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(
                        RunningServer.settings(1024, HttpSettings.Phases.DEFAULT)
                                .withRate(new Rate(3, Duration.ofHours(1)))
                                .withProxies(List.of(Network.parse("127.0.0.1"))),
                        Clock.systemUTC())
                .with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/hello").process(e -> HttpAnswer.empty(e, 204));
                    }
                });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBackAndNobodyElseIs() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(ask("192.0.2.1").statusCode()).isEqualTo(204);
        }

        HttpResponse<String> refused = ask("192.0.2.1");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1100L, 1200L);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue(Problem.MEDIA_TYPE);
        assertThat(refused.body()).contains("urn:openfuse:problem:too-many-requests");
        assertThat(ask("192.0.2.2").statusCode()).isEqualTo(204);
    }

    @Test
    void allAddressesOfOneIpv6NetworkAreOneClient() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(ask("2001:db8:0:7::" + i).statusCode()).isEqualTo(204);
        }

        assertThat(ask("2001:db8:0:7:ffff::1").statusCode()).isEqualTo(429);
        assertThat(ask("2001:db8:0:8::1").statusCode()).isEqualTo(204);
    }

    @Test
    void addressesAndMethodsThatAreNotThereCountToo() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(ask("192.0.2.3", "/nothing-here").statusCode()).isEqualTo(404);
        }

        assertThat(ask("192.0.2.3").statusCode()).isEqualTo(429);
    }

    private HttpResponse<String> ask(String client) throws Exception {
        return ask(client, "/hello");
    }

    private HttpResponse<String> ask(String client, String path) throws Exception {
        return server.client()
                .send(server.request(path).header("X-Forwarded-For", client).build(), BodyHandlers.ofString());
    }
}
