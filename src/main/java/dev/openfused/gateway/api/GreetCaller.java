package dev.openfused.gateway.api;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Route step {@code greetCaller}: one line that says what answers here (protocol section 6, {@code GET /}). */
public final class GreetCaller implements Processor {
    private static final byte[] LINE = "OpenFused Gateway: POST signed messages to /inbox; GET /config for its keys\n"
            .getBytes(StandardCharsets.UTF_8);

    /** The step; it has no state. */
    public GreetCaller() {}

    @Override
    public void process(Exchange exchange) {
        HttpAnswer.bytes(exchange, 200, "text/plain; charset=utf-8", LINE);
    }
}
