package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Route step {@code sealMessage}: text comes in; the JSON of an envelope (byte[]), encrypted to the agent in the header
 * {@code OpenFuseRecipient} and signed by the store's agent, goes out.
 */
public final class SealMessage implements Processor {
    private final Store store;
    private final MessageSealer sealer;

    /**
     * The step.
     *
     * @param store the sender's
     * @param sealer encrypts and signs
     */
    public SealMessage(Store store, MessageSealer sealer) {
        this.store = store;
        this.sealer = sealer;
    }

    @Override
    public void process(Exchange exchange) throws StoreException, UnknownAgentException, InvalidPayloadException {
        String text = exchange.getMessage().getMandatoryBody(String.class);
        String recipient = Recipients.encryptionKey(Recipients.of(exchange, store));
        exchange.getMessage()
                .setBody(MessageJson.write(sealer.seal(store.mesh().read().name(), store.keys(), recipient, text)));
    }
}
