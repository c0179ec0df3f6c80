package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Route step {@code sealMessage}: {@code encryptMessage}, then {@code signMessage}. Text comes in; the JSON of an envelope
 * (byte[]), encrypted to the agent in the header {@code OpenFuseRecipient} and signed by the store's agent, goes out.
 */
public final class SealMessage implements Processor {
    private final EncryptMessage encrypt;
    private final SignMessage sign;

    /**
     * The step.
     *
     * @param store the sender's
     * @param sealer encrypts and signs
     */
    public SealMessage(Store store, MessageSealer sealer) {
        this.encrypt = new EncryptMessage(store, sealer);
        this.sign = new SignMessage(store, sealer);
    }

    @Override
    public void process(Exchange exchange) throws StoreException, UnknownAgentException, InvalidPayloadException {
        encrypt.process(exchange);
        sign.process(exchange);
    }
}
