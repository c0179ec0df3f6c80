package dev.openfused.gateway.camel.webhook;

import dev.openfused.gateway.channel.StandardWebhooks;
import dev.openfused.gateway.settings.Secret;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP headers of one bridge's calls.
 *
 * @param host the far end, for people
 * @param signatures signs the calls, or null if they are not signed
 * @param token sent as bearer token, or null
 */
record CallFormat(
        String host,
        @Nullable StandardWebhooks signatures,
        @Nullable Secret token) {

    Map<String, String> headers(String messageId, Instant now, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Idempotency-Key", messageId);
        if (signatures == null) {
            headers.put(StandardWebhooks.ID, messageId);
            headers.put(StandardWebhooks.TIMESTAMP, Long.toString(now.getEpochSecond()));
        } else {
            headers.putAll(signatures.headers(messageId, now, body));
        }
        if (token != null) {
            headers.put("Authorization", "Bearer " + token.revealCurrent());
        }
        return headers;
    }
}
