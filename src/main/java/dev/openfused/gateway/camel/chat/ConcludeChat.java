package dev.openfused.gateway.camel.chat;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Route step {@code concludeChat}: all posts are there; the chat's name for the first is kept with the delivery. */
public final class ConcludeChat implements Processor {
    /** The step; it keeps nothing. */
    public ConcludeChat() {}

    @Override
    public void process(Exchange exchange) {
        ChatRun.of(exchange).first().ifPresent(id -> exchange.setProperty(OpenFuseHeaders.REMOTE_ID, id));
    }
}
