package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import org.apache.camel.Exchange;

/** Whom an exchange is to be sealed to: the header {@code OpenFuseRecipient}, as in {@code openfuse send}. */
final class Recipients {
    private Recipients() {}

    static KeyringEntry of(Exchange exchange, Store store) throws StoreException, UnknownAgentException {
        String query = exchange.getMessage().getHeader(OpenFuseHeaders.RECIPIENT, String.class);
        if (query == null) {
            throw new UnknownAgentException("no recipient; set the header " + OpenFuseHeaders.RECIPIENT);
        }
        return store.mesh().read().keyring().find(query);
    }

    static String encryptionKey(KeyringEntry recipient) throws UnknownAgentException {
        String key = recipient.encryptionKey();
        if (key == null) {
            throw new UnknownAgentException(
                    recipient.name() + " has no age key in the keyring; import one, or use signMessage");
        }
        return key;
    }
}
