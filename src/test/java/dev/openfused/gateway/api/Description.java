package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What {@code GET /openapi.yaml} says, as tests compare it with what the server does. */
final class Description {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete", "options");

    private final JsonNode root;
    private final List<Operation> operations = new ArrayList<>();

    private Description(JsonNode root) {
        this.root = root;
        root.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                    if (METHODS.contains(method.getKey())) {
                        operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
                    }
                }));
    }

    static Description parse(String yaml) {
        return new Description(JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml)));
    }

    /**
     * One method of one path.
     *
     * @param path a template, such as {@code /outbox/{name}}
     * @param definition as it is written
     */
    record Operation(String method, String path, JsonNode definition) {
        /** Whether a request is for it. A {@code {path}} at the end may be several names. */
        boolean isMeantBy(String requestMethod, String requestPath) {
            return method.equals(requestMethod)
                    && requestPath.matches(path.replaceAll("\\{path}$", ".+").replaceAll("\\{[a-z]+}", "[^/]+"));
        }

        @Override
        public String toString() {
            return method + ' ' + path;
        }
    }

    List<Operation> operations() {
        return operations;
    }

    /** The operation that a request is for. */
    Optional<Operation> operation(String method, String path) {
        return operations.stream().filter(o -> o.isMeantBy(method, path)).findFirst();
    }

    /** What is said of a status, that of {@code default} included if it names the status; else empty. */
    Optional<JsonNode> response(Operation operation, int status) {
        JsonNode responses = operation.definition().path("responses");
        JsonNode named = resolved(responses.path(String.valueOf(status)));
        if (!named.isMissingNode()) {
            return Optional.of(named);
        }
        JsonNode usual = resolved(responses.path("default"));
        return texts(usual.at("/content/application~1problem+json/schema/properties/status/enum"))
                        .contains(String.valueOf(status))
                ? Optional.of(usual)
                : Optional.empty();
    }

    /** The parameters of an operation. */
    List<JsonNode> parameters(Operation operation) {
        return children(operation.definition().path("parameters"))
                .map(this::resolved)
                .toList();
    }

    /** The header fields by which callers of an operation may prove themselves. */
    Set<String> securityHeaders(Operation operation) {
        Set<String> names = new TreeSet<>();
        for (JsonNode alternative : operation.definition().path("security")) {
            alternative
                    .fieldNames()
                    .forEachRemaining(scheme -> names.add(root.at("/components/securitySchemes/" + scheme)
                            .path("name")
                            .asText("Authorization")));
        }
        return names;
    }

    /** The type of each problem that any request can get. */
    Set<String> problemTypes() {
        return texts(root.at("/components/schemas/ProblemType/enum"));
    }

    /** The same, as the table for people lists them. */
    String problemTable() {
        return root.at("/components/schemas/ProblemType/description").asText();
    }

    /** The types that answers list, all of them together. */
    Set<String> problemTypesOfAnswers() {
        Set<String> types = new TreeSet<>();
        for (JsonNode response : root.at("/components/responses")) {
            types.addAll(texts(response.at("/content/application~1problem+json/schema/properties/type/enum")));
        }
        return types;
    }

    /** What is written at a reference; anything else is returned as it is. */
    JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        if (!reference.isTextual()) {
            return node;
        }
        JsonNode target = root.at(reference.asText().substring(1));
        if (target.isMissingNode()) {
            throw new IllegalArgumentException(reference + " leads nowhere");
        }
        return target;
    }

    /** Every reference that is written anywhere. */
    List<JsonNode> references() {
        return root.findParents("$ref");
    }

    /** Every part under {@code components}, as {@code #/components/KIND/NAME}. */
    Set<String> components() {
        Set<String> names = new TreeSet<>();
        root.path("components").fields().forEachRemaining(kind -> {
            if (kind.getValue() instanceof ObjectNode parts && !kind.getKey().equals("securitySchemes")) {
                parts.fieldNames().forEachRemaining(name -> names.add("#/components/" + kind.getKey() + '/' + name));
            }
        });
        return names;
    }

    static Stream<JsonNode> children(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static Set<String> texts(JsonNode array) {
        return new TreeSet<>(Arrays.asList(children(array).map(JsonNode::asText).toArray(String[]::new)));
    }
}
