package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told of web pages that call. */
@Timeout(60)
class WebPagesTest {
    private static final String OURS = "https://app.example.org";

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        serve(OURS);
    }

    private void serve(String... origins) throws Exception {
        stop();
        server = new RunningServer(
                        RunningServer.settings(1024, HttpSettings.Phases.DEFAULT)
                                .withOrigins(Set.of(origins)),
                        Clock.systemUTC())
                .with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/config?httpMethodRestrict=GET")
                                .process(e -> HttpAnswer.bytes(e, 200, "text/plain", new byte[] {'k'}));
                    }
                });
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aPageThatMayCallIsToldSoBeforeItCalls() throws Exception {
        serve(OURS, "https://other.example.org");

        HttpResponse<String> answer = preflight(OURS);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(field(answer, "access-control-allow-origin")).isEqualTo(OURS);
        assertThat(field(answer, "access-control-allow-methods").split(", "))
                .containsExactlyInAnyOrder("GET", "POST", "DELETE");
        assertThat(field(answer, "access-control-allow-headers").split(", "))
                .containsExactlyInAnyOrder(
                        "Content-Type",
                        "Authorization",
                        "X-OpenFuse-PublicKey",
                        "X-OpenFuse-Signature",
                        "X-OpenFuse-Timestamp",
                        "X-OpenFuse-Bound-Signature");
        assertThat(field(answer, "vary")).isEqualToIgnoringCase("origin");
        assertThat(field(answer, "access-control-allow-credentials")).isEmpty();
    }

    @Test
    void aPageThatMayCallSeesTheAnswerAndWhatWentWrong() throws Exception {
        HttpResponse<String> answer = get("/config", OURS);
        HttpResponse<String> missing = get("/nowhere", OURS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("k");
        assertThat(missing.statusCode()).isEqualTo(404);
        for (HttpResponse<String> each : List.of(answer, missing)) {
            assertThat(field(each, "access-control-allow-origin")).isEqualTo(OURS);
            assertThat(field(each, "access-control-expose-headers")).contains("X-Request-Id", "ETag", "Retry-After");
            assertThat(field(each, "vary")).isEqualToIgnoringCase("origin");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://app.example.org.evil.example",
                "http://app.example.org",
                "https://app.example.org:8443",
                "null",
                "*",
                "no origin"
            })
    void aForeignPageGetsItsAnswerWithoutAWordThatItMayReadIt(String origin) throws Exception {
        HttpResponse<String> answer = get("/config", origin);
        HttpResponse<String> preflight = preflight(origin);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("k");
        assertThat(preflight.statusCode()).isEqualTo(405);
        assertThat(field(answer, "vary")).isEqualToIgnoringCase("origin");
        assertNothingAllowed(answer);
        assertNothingAllowed(preflight);
    }

    @Test
    void whoIsNoBrowserGetsItsAnswerAndCachesAreToldThatOthersGetAnother() throws Exception {
        HttpResponse<String> answer =
                server.client().send(server.request("/config").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(field(answer, "vary")).isEqualToIgnoringCase("origin");
        assertNothingAllowed(answer);
    }

    @Test
    void anyPageMayCallIfTheOperatorSaysSo() throws Exception {
        serve("*", OURS);

        assertThat(field(get("/config", "https://any.example"), "access-control-allow-origin"))
                .isEqualTo("*");
        assertThat(field(get("/config", "null"), "access-control-allow-origin")).isEqualTo("*");
        assertThat(preflight("https://any.example").statusCode()).isEqualTo(204);
        assertThat(field(get("/config", "https://any.example"), "vary")).isEmpty();
    }

    @Test
    void noPageMayCallIfTheOperatorSaysSo() throws Exception {
        serve();

        HttpResponse<String> answer = get("/config", OURS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(field(answer, "vary")).isEmpty();
        assertNothingAllowed(answer);
        assertNothingAllowed(preflight(OURS));
    }

    @Test
    void anOptionsRequestThatIsNoPreflightIsAnsweredLikeAnyOther() throws Exception {
        HttpResponse<String> answer = send(server.request("/config")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", OURS));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(field(answer, "allow")).isEqualTo("GET");
    }

    private static void assertNothingAllowed(HttpResponse<String> answer) {
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        return send(server.request("/config")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "x-openfuse-publickey"));
    }

    private HttpResponse<String> get(String path, String origin) throws Exception {
        return send(server.request(path).header("Origin", origin));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return server.client().send(request.build(), BodyHandlers.ofString());
    }

    private static String field(HttpResponse<String> answer, String name) {
        return String.join(", ", answer.headers().allValues(name));
    }
}
