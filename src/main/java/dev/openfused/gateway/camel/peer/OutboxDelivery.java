package dev.openfused.gateway.camel.peer;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.store.Outbox;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What an exchange of {@code openfuse-queue:peer:…} says about itself.
 *
 * @param directory the peer's, {@code {name}-{FP8}}
 * @param entry where the message stands in the outbox
 */
record OutboxDelivery(String directory, Outbox.Entry entry) {
    private static final String TARGET = "peer:";
    private static final String SOURCE = "outbox";

    static OutboxDelivery of(Exchange exchange) {
        Message message = exchange.getMessage();
        String target = message.getHeader(OpenFuseHeaders.TARGET, "", String.class);
        String source = message.getHeader(OpenFuseHeaders.SOURCE, "", String.class);
        String file = message.getHeader(OpenFuseHeaders.FILE, "", String.class);
        if (!target.startsWith(TARGET) || !source.startsWith(SOURCE)) {
            throw new IllegalStateException("not a delivery from the outbox to a peer: " + source + " to " + target);
        }
        String folder = source.equals(SOURCE) ? "" : source.substring(SOURCE.length() + 1);
        return new OutboxDelivery(target.substring(TARGET.length()), new Outbox.Entry(folder, file));
    }
}
