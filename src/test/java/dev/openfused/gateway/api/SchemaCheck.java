package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The part of JSON Schema that the description uses of answers: types, required members, constants, patterns. */
final class SchemaCheck {
    private final Description description;
    private final List<String> faults = new ArrayList<>();

    private SchemaCheck(Description description) {
        this.description = description;
    }

    /** What is wrong with a value, each with its place; nothing if it is as described. */
    static List<String> faults(Description description, JsonNode schema, JsonNode value) {
        SchemaCheck check = new SchemaCheck(description);
        check.look("", schema, value);
        return check.faults;
    }

    private void look(String place, JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            look(place, description.resolved(schema), value);
        }
        Set<String> types = schema.path("type").isTextual()
                ? Set.of(schema.path("type").asText())
                : Description.texts(schema.path("type"));
        if (!types.isEmpty() && types.stream().noneMatch(type -> is(type, value))) {
            faults.add(place + " is " + value.getNodeType() + ", not " + types);
        }
        Set<String> allowed = Description.texts(schema.path("enum"));
        if (!allowed.isEmpty() && !allowed.contains(value.asText())) {
            faults.add(place + " is " + value + ", none of " + allowed);
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            faults.add(place + " is " + value + ", not " + schema.get("const"));
        }
        if (schema.has("pattern")
                && value.isTextual()
                && !value.asText().matches(schema.get("pattern").asText())) {
            faults.add(place + " is " + value + ", not like " + schema.get("pattern"));
        }
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                faults.add(place + '/' + name.asText() + " is missing");
            }
        }
        schema.path("properties").fields().forEachRemaining(property -> {
            if (value.has(property.getKey())) {
                look(place + '/' + property.getKey(), property.getValue(), value.get(property.getKey()));
            }
        });
        for (int i = 0; schema.has("items") && i < value.size(); i++) {
            look(place + '/' + i, schema.get("items"), value.get(i));
        }
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException(type + " is not looked at here");
        };
    }
}
