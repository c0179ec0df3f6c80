package dev.openfused.gateway.receive;

import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.store.MessageFolder;
import dev.openfused.gateway.store.Quarantine;
import dev.openfused.gateway.store.StoreException;

/** The quarantine: messages stay here until an operator releases them. */
record QuarantineShelf(Quarantine quarantine, AcceptedFiles accepted) implements Shelf {
    @Override
    public Decision decision() {
        return Decision.QUARANTINED;
    }

    @Override
    public MessageFolder folder() {
        return quarantine;
    }

    @Override
    public String put(String name, byte[] body) throws StoreException {
        return quarantine.put(name, body);
    }

    @Override
    public void enter(String file, AuthenticMessage message, byte[] body) {
        accepted.setAside(file, message);
    }
}
