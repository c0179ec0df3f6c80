package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonTree() {}

    /**
     * Reads an object.
     *
     * @param json UTF-8
     * @return the tree
     * @throws JsonProcessingException if it is malformed, has a key twice or is no object
     */
    static ObjectNode read(byte[] json) throws IOException {
        JsonNode tree = MAPPER.readTree(json);
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("not a JSON object");
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
