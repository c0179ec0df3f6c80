package dev.openfused.gateway.store;

import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A folder of messages held open, so that reading many opens it once. Safe for use by several threads. */
public final class MessageReader implements AutoCloseable {
    private final @Nullable Folder folder;
    private final Elsewhere elsewhere;

    /**
     * A reader.
     *
     * @param folder null if there is none
     * @param elsewhere where a message is looked for that is not in it
     */
    MessageReader(@Nullable Folder folder, Elsewhere elsewhere) {
        this.folder = folder;
        this.elsewhere = elsewhere;
    }

    /** Another place. */
    @FunctionalInterface
    interface Elsewhere {
        byte @Nullable [] read(String name) throws IOException, StoreException;
    }

    /**
     * Reads one message file.
     *
     * @param name a base name
     * @return its bytes, or empty if there is none
     * @throws StoreException if it is a link, no regular file, or too large; the text says which
     */
    public Optional<byte[]> read(String name) throws StoreException {
        BaseName.of(name);
        try {
            byte[] content = folder == null ? null : folder.read(name, Inbox.LARGEST);
            return Optional.ofNullable(content != null ? content : elsewhere.read(name));
        } catch (IOException e) {
            throw StoreException.of("message '" + VisibleText.of(name) + "' can't be read", e);
        }
    }

    @Override
    public void close() {
        if (folder != null) {
            Inbox.close(folder);
        }
    }
}
