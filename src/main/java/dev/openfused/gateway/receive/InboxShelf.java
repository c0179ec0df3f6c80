package dev.openfused.gateway.receive;

import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.MessageFolder;
import dev.openfused.gateway.store.StoreException;

/** The inbox: messages go on from here at once. */
record InboxShelf(Inbox inbox, AcceptedFiles accepted) implements Shelf {
    @Override
    public Decision decision() {
        return Decision.RECEIVED;
    }

    @Override
    public MessageFolder folder() {
        return inbox;
    }

    @Override
    public String put(String name, byte[] body) throws StoreException {
        accepted.expect(name);
        return inbox.put(name, body);
    }

    @Override
    public void enter(String file, AuthenticMessage message, byte[] body) throws StoreException {
        accepted.enter(file, message, body);
    }
}
