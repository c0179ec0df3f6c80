package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.bridge.Source;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.store.BroadcastCopies;
import dev.openfused.gateway.store.StoreException;
import java.util.Optional;
import java.util.stream.Stream;

/** Our own broadcasts: of the copy that is sealed to ourselves, since nobody can open what is sealed to others. */
public final class OwnBroadcasts implements SourceFolder {
    /** Where the queue remembers files from; deliveries of these are opened as our own. */
    public static final String NAME = "outbox/.broadcast";

    private final BroadcastCopies copies;
    private final CurrentOpener openers;

    /**
     * Those of a store.
     *
     * @param copies the files; their folder is made if it is not there
     * @param openers judges them, and knows ourselves
     * @throws StoreException if the folder can't be made
     */
    public OwnBroadcasts(BroadcastCopies copies, CurrentOpener openers) throws StoreException {
        this.copies = copies;
        this.openers = openers;
        copies.directory();
    }

    @Override
    public Source source() {
        return Source.BROADCASTS;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Stream<String> keys() throws StoreException {
        return copies.names();
    }

    @Override
    public Optional<String> key(String file) {
        return InboxScan.isMessage(file) ? Optional.of(file) : Optional.empty();
    }

    @Override
    public boolean contains(String key) throws StoreException {
        return copies.contains(key);
    }

    @Override
    public Optional<Entry> read(String key) throws StoreException {
        Optional<byte[]> content = copies.read(key);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        OpenedMessage message = openers.current().judge(key, content.get());
        return Optional.of(new Entry(message, content.get(), message.fingerprint() != null, content::get));
    }
}
