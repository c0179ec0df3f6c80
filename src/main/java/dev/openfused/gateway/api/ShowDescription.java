package dev.openfused.gateway.api;

import dev.openfused.gateway.crypto.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Route step {@code showDescription}: what this server answers, as OpenAPI 3.1 in YAML (RFC 9512). The same for every
 * installation, and read once somebody asks for it.
 */
public final class ShowDescription implements Processor {
    private static final String MEDIA_TYPE = "application/yaml";

    /** The step; it has no state. */
    public ShowDescription() {}

    @Override
    public void process(Exchange exchange) {
        if (EntityTags.answered(exchange, Text.TAG)) {
            return;
        }
        Message answer = HttpAnswer.bytes(exchange, 200, MEDIA_TYPE, Text.BYTES);
        answer.setHeader("ETag", Text.TAG);
        answer.setHeader("Cache-Control", "no-cache");
    }

    /** Loaded by the first request. */
    private static final class Text {
        static final byte[] BYTES = bytes();
        static final String TAG = '"' + Digests.sha256Hex(BYTES).substring(0, 32) + '"';

        private static byte[] bytes() {
            try (InputStream text = Objects.requireNonNull(
                    ShowDescription.class.getResourceAsStream("/openapi.yaml"), "openapi.yaml is not in the jar")) {
                return text.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("openapi.yaml can't be read", e);
            }
        }
    }
}
