package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Route step {@code answerSlack}: who typed a slash command is told that it was passed on; nobody else sees it. */
public final class AnswerSlack implements Processor {
    /** The step; it keeps nothing. */
    public AnswerSlack() {}

    @Override
    public void process(Exchange exchange) {
        if (exchange.getProperty(ParseSlack.COMMAND, false, Boolean.class)) {
            tell(exchange, "Passed on.");
        }
    }

    static void tell(Exchange exchange, String text) {
        HttpAnswer.json(
                exchange,
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("response_type", "ephemeral")
                        .put("text", text));
    }
}
