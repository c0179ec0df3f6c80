package dev.openfused.gateway.receive;

import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.receive.LimitReachedException.Limit;
import dev.openfused.gateway.store.MessageFolder;
import dev.openfused.gateway.store.StoreException;
import java.time.Duration;

/** A shelf that takes nothing once it is full. */
record LimitedShelf(Shelf shelf, Places places) implements Shelf {
    /** Somebody has to make room: there is no point in asking every few seconds. */
    private static final Duration COME_BACK = Duration.ofMinutes(1);

    @Override
    public Decision decision() {
        return shelf.decision();
    }

    @Override
    public MessageFolder folder() {
        return shelf.folder();
    }

    @Override
    public String put(String name, byte[] body) throws StoreException, LimitReachedException {
        if (!places.reserve()) {
            throw new LimitReachedException(Limit.INBOX_FULL, COME_BACK, places.whyFull());
        }
        boolean stored = false;
        try {
            String file = shelf.put(name, body);
            stored = true;
            return file;
        } finally {
            places.settle(stored);
        }
    }

    @Override
    public void enter(String file, AuthenticMessage message, byte[] body) throws StoreException {
        shelf.enter(file, message, body);
    }
}
