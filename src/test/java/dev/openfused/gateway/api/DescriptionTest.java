package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.api.Description.Operation;
import dev.openfused.gateway.collect.ChallengeRefusedException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /openapi.yaml} and the running server agree, both ways. */
@Timeout(60)
class DescriptionTest {
    /** They name what becomes of a message after it was accepted; no request is answered with them. */
    private static final Set<Reason> NEVER_ANSWERED =
            Set.of(Reason.STOLEN_CIPHERTEXT, Reason.CANNOT_DECRYPT, Reason.NOT_ACCEPTED, Reason.REFUSED);

    private static final String URN = "urn:openfuse:problem:";

    @TempDir
    Path folder;

    private ServedAgent bob;
    private Description description;

    @BeforeEach
    void start() throws Exception {
        bob = ServedAgent.with(folder, TestAgent.make(folder.resolve("bob"), "bob"), Clock.systemUTC());
        description = bob.description();
    }

    @AfterEach
    void stop() {
        bob.close();
    }

    @Test
    void itIsYamlThatIsNotSentTwice() throws Exception {
        HttpResponse<byte[]> first = bob.send(bob.server().request("/openapi.yaml"));
        String tag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(first.headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(first.body()).isEqualTo(Files.readAllBytes(Path.of("src/main/resources/openapi.yaml")));
        assertThat(bob.send(bob.server().request("/openapi.yaml").header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void aPublicGatewayShowsItToo() throws Exception {
        bob.close();
        HttpSettings settings = RunningServer.settings(1 << 20, HttpSettings.Phases.DEFAULT);
        bob = new ServedAgent(
                folder, TestAgent.make(folder.resolve("public"), "bob"), settings, Clock.systemUTC(), false);

        assertThat(bob.send(bob.server().request("/openapi.yaml")).statusCode()).isEqualTo(200);
        assertThat(bob.send(bob.server().request("/ls/shared")).statusCode()).isEqualTo(404);
        assertThat(bob.send(bob.server().request("/read/CONTEXT.md")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void everyOperationThatIsDescribedIsServed() throws Exception {
        assertThat(description.operations()).hasSizeGreaterThan(15);
        for (Operation operation : description.operations()) {
            HttpResponse<byte[]> answer = bob.send(
                    bob.server().request(examplePath(operation)).method(operation.method(), BodyPublishers.noBody()));

            assertThat(answer.statusCode()).as(operation.toString()).isNotIn(404, 405);
        }
    }

    private static String examplePath(Operation operation) {
        return operation
                .path()
                .replace("/ls/{path}", "/ls/shared")
                .replace("{path}", "CONTEXT.md")
                .replace("{bridge}", "alerts")
                .replaceAll("\\{[a-z]+}", "alice");
    }

    @Test
    void everyRouteThatIsServedIsDescribedAndNothingElse() {
        Set<String> described = description.operations().stream()
                .map(o -> o.method() + ' ' + parametersByPlace(o.path()))
                .collect(Collectors.toSet());
        Set<String> servedByNobody = new TreeSet<>(described);

        for (Route route : bob.server().context().getRoutes()) {
            PlatformHttpEndpoint served = (PlatformHttpEndpoint) route.getEndpoint();
            String path = parametersByPlace(served.getPath().replace("/hooks/alerts", "/hooks/{bridge}"));
            for (String method : served.getHttpMethodRestrict().split(",", -1)) {
                String start = method + ' ' + path;
                Set<String> answers = described.stream()
                        .filter(o -> o.equals(start) || (served.isMatchOnUriPrefix() && o.startsWith(start + '/')))
                        .collect(Collectors.toSet());

                assertThat(answers).as("descriptions of " + start).isNotEmpty();
                servedByNobody.removeAll(answers);
            }
        }
        assertThat(servedByNobody).isEmpty();
    }

    private static String parametersByPlace(String path) {
        return path.replaceAll("\\{[A-Za-z]+}", "{}");
    }

    @Test
    void everyReferenceLeadsSomewhereAndNothingIsWrittenForNobody() {
        Set<String> used = description.references().stream()
                .map(node -> node.get("$ref").asText())
                .collect(Collectors.toSet());

        description.references().forEach(description::resolved);
        assertThat(description.components()).isEqualTo(new TreeSet<>(used));
        assertThat(description.operations().stream()
                        .map(o -> o.definition().path("operationId").asText())
                        .toList())
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @Test
    void everyParameterOfAPathIsDescribed() {
        for (Operation operation : description.operations()) {
            Set<String> names = description.parameters(operation).stream()
                    .filter(p -> p.path("in").asText().equals("path"))
                    .map(p -> '{' + p.path("name").asText() + '}')
                    .collect(Collectors.toSet());

            assertThat(Arrays.stream(operation.path().split("/", -1)).filter(part -> part.startsWith("{")))
                    .as(operation.toString())
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void everyKindOfProblemStandsInTheOneTableAndInAnAnswer() {
        List<String> rows = description
                .problemTable()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> URN + line.split("`", 3)[1])
                .toList();

        assertThat(rows).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(description.problemTypes());
        assertThat(description.problemTypesOfAnswers()).isEqualTo(description.problemTypes());
    }

    @Test
    void everyProblemThatTheServerKnowsIsDescribed() {
        Set<String> known = new TreeSet<>();
        IntStream.range(400, 600).forEach(status -> known.add(Problem.of(status).type()));
        Arrays.stream(Reason.values())
                .filter(reason -> !NEVER_ANSWERED.contains(reason))
                .forEach(reason -> known.add(URN + kind(reason)));
        for (ChallengeRefusedException.Reason reason : ChallengeRefusedException.Reason.values()) {
            known.add(URN + (reason.name().startsWith("MALFORMED") ? "" : "challenge-") + kind(reason));
        }

        assertThat(description.problemTypes()).containsAll(known);
    }

    private static String kind(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Test
    void whatIsNotDescribedIsSeen() throws Exception {
        JsonNode problem = description
                .response(description.operation("GET", "/config").orElseThrow(), 421)
                .orElseThrow()
                .at("/content/application~1problem+json/schema");
        JsonNode answer = new ObjectMapper()
                .readTree("{\"type\": \"urn:openfuse:problem:other\", \"title\": 5, \"status\": 404}");

        assertThat(SchemaCheck.faults(description, problem, answer))
                .anyMatch(fault -> fault.startsWith("/type is"))
                .anyMatch(fault -> fault.startsWith("/title is NUMBER"))
                .anyMatch(fault -> fault.startsWith("/status is 404, none of"))
                .contains("/detail is missing");
        assertThat(description.response(description.operation("GET", "/config").orElseThrow(), 404))
                .isEmpty();
    }

    @Test
    void itIsWrittenForPeople() throws Exception {
        String text = new String(bob.send(bob.server().request("/openapi.yaml")).body(), StandardCharsets.UTF_8);

        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(128));
        for (Operation operation : description.operations()) {
            assertThat(operation.definition().path("summary").asText())
                    .as(operation.toString())
                    .isNotBlank();
        }
    }
}
