package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** JSON as it goes out: compact, UTF-8. */
final class JsonBytes {
    private JsonBytes() {}

    static byte[] of(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
