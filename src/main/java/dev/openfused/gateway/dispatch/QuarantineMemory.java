package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.store.Quarantine;
import dev.openfused.gateway.store.StoreException;
import java.util.List;
import java.util.Optional;

/**
 * The queue knows what is in quarantine for as long as it is there, so that no message is taken in twice. It goes to nobody;
 * once its file is in the inbox, it is dispatched like any other.
 */
final class QuarantineMemory {
    static final String SOURCE = "quarantine";

    private final Quarantine quarantine;
    private final CurrentOpener openers;
    private final DeliveryQueue queue;
    private final InboxScan files;

    QuarantineMemory(Quarantine quarantine, CurrentOpener openers, DeliveryQueue queue) {
        this.quarantine = quarantine;
        this.openers = openers;
        this.queue = queue;
        this.files = InboxScan.of(quarantine, queue);
    }

    /** Durable when this returns. */
    void remember(String file, AuthenticMessage message) {
        queue.record(List.of(seen(file, message.id(), message.fingerprint().value())));
    }

    /** Remembers what a crash left as a file only, and forgets what was released or removed. */
    void scan() throws StoreException {
        MessageOpener opener = openers.current();
        files.recordUnseen(names -> names.stream()
                .flatMap(name -> read(name).map(content -> seen(name, opener.judge(name, content))).stream())
                .toList());
        files.forgetVanished();
    }

    /** What can't be read is no message that could come again; the listing shows it. */
    private Optional<byte[]> read(String name) {
        try {
            return quarantine.read(name);
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    private static SeenFile seen(String file, OpenedMessage message) {
        return seen(file, message.id(), String.valueOf(message.fingerprint()));
    }

    /** Without its ciphertext: a stranger's copy must not keep the genuine message from being dispatched. */
    private static SeenFile seen(String file, MessageId id, String sender) {
        return new SeenFile(SOURCE, file, id, sender, null, List.of());
    }
}
