package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Route step {@code encryptMessage}: text comes in, Base64 of an age file to the agent in the header {@code
 * OpenFuseRecipient} goes out, to be signed by {@code signMessage}.
 */
public final class EncryptMessage implements Processor {
    private final Store store;
    private final MessageSealer sealer;

    /**
     * The step.
     *
     * @param store the sender's
     * @param sealer encrypts
     */
    public EncryptMessage(Store store, MessageSealer sealer) {
        this.store = store;
        this.sealer = sealer;
    }

    @Override
    public void process(Exchange exchange) throws StoreException, UnknownAgentException, InvalidPayloadException {
        String text = exchange.getMessage().getMandatoryBody(String.class);
        String recipient = Recipients.encryptionKey(Recipients.of(exchange, store));
        exchange.getMessage().setBody(sealer.encrypt(store.keys(), recipient, text));
    }
}
