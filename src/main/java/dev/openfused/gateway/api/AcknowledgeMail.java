package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.openfused.gateway.collect.MailCollection;
import dev.openfused.gateway.store.StoreException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Route step {@code acknowledgeMail}: the caller has a message, which is filed under {@code .sent/} (protocol section 6,
 * {@code DELETE /outbox/{name}/{dir}/{file}}).
 */
public final class AcknowledgeMail implements Processor {
    private final MailCollection mail;

    /**
     * The step.
     *
     * @param mail what waits
     */
    public AcknowledgeMail(MailCollection mail) {
        this.mail = mail;
    }

    @Override
    public void process(Exchange exchange) throws RequestRefusedException, StoreException {
        AuthenticatePeer.OutboxPath path = AuthenticatePeer.OutboxPath.of(exchange);
        switch (mail.acknowledge(AuthenticatePeer.callerOf(exchange), path.name(), path.path())) {
            case DONE ->
                HttpAnswer.json(
                        exchange, 200, JsonNodeFactory.instance.objectNode().put("status", "acknowledged"));
            case UNKNOWN -> throw new RequestRefusedException(Problem.of(404));
            case NOT_YOURS ->
                throw new RequestRefusedException(Problem.named(
                        "not-yours", "Forbidden", 403, "this directory is for the holder of another key"));
        }
    }
}
