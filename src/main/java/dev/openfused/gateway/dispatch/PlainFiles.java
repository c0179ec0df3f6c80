package dev.openfused.gateway.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.bridge.Source;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.message.FileCopy;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import dev.openfused.gateway.store.VersionedFiles;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plain files: what stands in {@code shared/}, or in a workspace. The queue keeps a copy, sealed to ourselves. A file counts
 * again when what it holds changes, not when it is merely written again; that is remembered in the queue's notes.
 */
public final class PlainFiles implements SourceFolder {
    private final Source source;
    private final VersionedFiles files;
    private final String watched;
    private final Store store;
    private final StoreOpener openers;
    private final MessageSealer sealer;
    private final DeliveryQueue queue;

    /**
     * The files of one source.
     *
     * @param source {@code SHARED} or {@code WORKSPACE}
     * @param files where they are
     * @param watched what stands before a watched name, such as {@code shared/}, or nothing
     * @param store whose keys seal the copies
     * @param openers judges what they say
     * @param sealer seals the copies
     * @param queue keeps what was seen of each
     */
    public PlainFiles(
            Source source,
            VersionedFiles files,
            String watched,
            Store store,
            StoreOpener openers,
            MessageSealer sealer,
            DeliveryQueue queue) {
        this.source = source;
        this.files = files;
        this.watched = watched;
        this.store = store;
        this.openers = openers;
        this.sealer = sealer;
        this.queue = queue;
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public String name() {
        return source.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Stream<String> keys() throws StoreException {
        return files.names();
    }

    @Override
    public Optional<String> key(String file) throws StoreException {
        return files.name(watched + file);
    }

    @Override
    public boolean contains(String key) throws StoreException {
        return files.contains(key);
    }

    @Override
    public Optional<Entry> read(String key) throws StoreException {
        Optional<VersionedFiles.Read> read = files.read(key);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        VersionedFiles.Read file = read.get();
        String digest = Digests.sha256Hex(file.content()) + ' ' + file.size();
        FileCopy copy =
                FileCopy.of(id(key, file.path(), digest), file.path(), file.modified(), file.size(), file.content());
        return Optional.of(new Entry(
                openers.judge(copy, source == Source.SHARED), file.content(), false, () -> sealed(copy, digest)));
    }

    /** The same for as long as it holds the same, whatever its version. */
    private MessageId id(String key, String path, String digest) {
        String known = queue.note(note(path)).orElse("");
        int gap = known.indexOf(' ');
        return gap > 0 && known.substring(gap + 1).equals(digest)
                ? new MessageId(known.substring(0, gap))
                : MessageId.of(Digests.sha256((name() + ':' + key + ' ' + digest).getBytes(UTF_8)));
    }

    private String note(String path) {
        return name() + ':' + path;
    }

    private byte[] sealed(FileCopy copy, String digest) throws StoreException {
        queue.setNote(note(copy.path()), copy.id() + ' ' + digest);
        AgentKeys keys = store.keys();
        return MessageJson.write(
                sealer.sealOrSign(store.mesh().read().name(), keys, keys.encryptionKey(), copy.json()));
    }
}
