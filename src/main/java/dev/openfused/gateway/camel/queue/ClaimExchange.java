package dev.openfused.gateway.camel.queue;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.Delivery;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What a route sees of a claim. All of it is from the queue's own columns; nothing was written by a stranger but the envelope. */
final class ClaimExchange {
    private ClaimExchange() {}

    static void fill(Exchange exchange, Claim claim) {
        Delivery delivery = claim.delivery();
        Message message = exchange.getMessage();
        message.setBody(claim.envelope());
        message.setHeader(OpenFuseHeaders.MESSAGE_ID, delivery.id().value());
        message.setHeader(OpenFuseHeaders.TARGET, delivery.target().value());
        message.setHeader(OpenFuseHeaders.SOURCE, delivery.source());
        message.setHeader(OpenFuseHeaders.FILE, delivery.file());
        message.setHeader(OpenFuseHeaders.ATTEMPT, delivery.attempts());
        message.setHeader(OpenFuseHeaders.DELIVERY, delivery.key());
        exchange.setProperty(OpenFuseHeaders.CLAIM, claim);
    }
}
