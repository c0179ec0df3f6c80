package dev.openfused.gateway.camel.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.crypto.MessageDecryptor;
import dev.openfused.gateway.crypto.SealedText;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Route step {@code decryptMessage}: an {@link AuthenticMessage} comes in, its text goes out. Readable text passes; what is
 * encrypted to somebody else, or sealed by another than its signer, is rejected.
 */
public final class DecryptMessage implements Processor {
    private final Store store;
    private final SignatureEngine engine;

    /**
     * The step.
     *
     * @param store whose keys open
     * @param engine the curve arithmetic
     */
    public DecryptMessage(Store store, SignatureEngine engine) {
        this.store = store;
        this.engine = engine;
    }

    @Override
    public void process(Exchange exchange) throws RejectedMessageException, StoreException, InvalidPayloadException {
        AuthenticMessage message = exchange.getMessage().getMandatoryBody(AuthenticMessage.class);
        String text = message.signed().message();
        Optional<SealedText> sealed = SealedText.in(text);
        exchange.getMessage().setBody(sealed.isPresent() ? decrypt(message, sealed.get()) : text);
    }

    private String decrypt(AuthenticMessage message, SealedText sealed)
            throws RejectedMessageException, StoreException {
        MessageDecryptor.Decrypted decrypted = new MessageDecryptor(engine, store.keys()).decrypt(sealed);
        if (decrypted.senders().stream()
                .anyMatch(s -> !s.equals(message.fingerprint().value()))) {
            throw new RejectedMessageException(
                    Reason.STOLEN_CIPHERTEXT, "the text was encrypted by another agent than the one that signed it");
        }
        return new String(decrypted.plaintext(), UTF_8);
    }
}
