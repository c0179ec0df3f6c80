package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.SignedMessage;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;

/** What stands in a body: an envelope as an object, or as the JSON of a file or request. */
final class Envelopes {
    private Envelopes() {}

    static SignedMessage in(Exchange exchange) throws RejectedMessageException, InvalidPayloadException {
        return exchange.getMessage().getBody() instanceof SignedMessage signed
                ? signed
                : MessageJson.read(exchange.getMessage().getMandatoryBody(byte[].class));
    }
}
