package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Route step {@code signMessage}: text comes in, readable or as {@code encryptMessage} left it; the JSON of an envelope
 * (byte[]), signed by the store's agent, goes out.
 */
public final class SignMessage implements Processor {
    private final Store store;
    private final MessageSealer sealer;

    /**
     * The step.
     *
     * @param store the sender's
     * @param sealer signs
     */
    public SignMessage(Store store, MessageSealer sealer) {
        this.store = store;
        this.sealer = sealer;
    }

    @Override
    public void process(Exchange exchange) throws StoreException, InvalidPayloadException {
        String text = exchange.getMessage().getMandatoryBody(String.class);
        exchange.getMessage()
                .setBody(MessageJson.write(sealer.sign(store.mesh().read().name(), store.keys(), text)));
    }
}
