package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.message.JsonLayout;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON files that others write too: kept as trees, so that what we do not know, the order and every number survive, and
 * written in the originals' layout, with a newline at the end.
 */
final class JsonTree {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private JsonTree() {}

    /**
     * Reads an object.
     *
     * @param json UTF-8
     * @return the tree
     * @throws JsonProcessingException if it is malformed, has a key twice or is no object
     */
    static ObjectNode read(byte[] json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            ObjectNode object = object(parser);
            if (parser.nextToken() != null) {
                throw new IOException("there is something after the JSON object");
            }
            return object;
        }
    }

    /** Data binding would read trees too, and cost a short command three hundred classes. The parser limits the depth. */
    private static JsonNode value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            object.set(field, value(parser));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    /** Writes a tree. */
    static byte[] write(ObjectNode tree) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = JsonLayout.generator(out)) {
            write(tree, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return out.append('\n').toString().getBytes(UTF_8);
    }

    private static void write(JsonNode node, JsonGenerator out) throws IOException {
        if (node instanceof ObjectNode object) {
            out.writeStartObject();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                out.writeFieldName(field.getKey());
                write(field.getValue(), out);
            }
            out.writeEndObject();
        } else if (node instanceof ArrayNode array) {
            out.writeStartArray();
            for (JsonNode element : array) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (node.isTextual()) {
            out.writeString(node.textValue());
        } else {
            out.writeRawValue(node.asText());
        }
    }

    /** A text field; null if it is absent, null or something else. */
    static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    /** A text field without white space around it; empty if there is none. */
    static String trimmed(JsonNode object, String field) {
        String text = text(object, field);
        return text == null ? "" : text.trim();
    }

    /** A field that is true. */
    static boolean isTrue(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && value.isBoolean() && value.booleanValue();
    }

    /**
     * Sets a field where it is, or else where the order of the originals has it.
     *
     * @param object the object to change
     * @param field which field
     * @param value its new value; null takes the field away
     * @param order the originals' order of fields
     */
    static void put(ObjectNode object, String field, @Nullable JsonNode value, List<String> order) {
        if (value == null) {
            object.remove(field);
            return;
        }
        if (object.has(field)) {
            object.set(field, value);
            return;
        }
        List<String> later = order.subList(order.indexOf(field) + 1, order.size());
        ObjectNode changed = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> old : object.properties()) {
            if (!changed.has(field) && later.contains(old.getKey())) {
                changed.set(field, value);
            }
            changed.set(old.getKey(), old.getValue());
        }
        changed.set(field, value);
        object.removeAll();
        object.setAll(changed);
    }
}
