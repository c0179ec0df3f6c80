package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one {@code serve} run per store: a lock on {@code .gateway/serve.lock}, which the operating system gives up with
 * the process, however that ends. The file says who holds it, as {@code {process id} {since}}.
 */
public final class StoreLock implements AutoCloseable {
    private static final String FILE = "serve.lock";
    private static final int LARGEST = 200;

    /**
     * Holders in this process. Here the file must not even be opened a second time: closing any channel on it would
     * give up the lock.
     */
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param store the store to serve
     * @param clock says since when
     * @return the lock; closing gives it up
     * @throws StoreException if somebody else holds it; the text says who
     */
    public static StoreLock acquire(Store store, Clock clock) throws StoreException {
        Path file = store.gatewayDirectory().resolve(FILE);
        String self = ProcessHandle.current().pid() + " " + Rfc3339.format(clock.instant());
        String other = HELD.putIfAbsent(file, self);
        if (other != null) {
            throw held(store, other);
        }
        StoreLock lock = null;
        try {
            lock = take(store, file, self);
            return lock;
        } catch (IOException e) {
            throw StoreException.of(store.root() + " can't be locked", e);
        } finally {
            if (lock == null) {
                HELD.remove(file);
            }
        }
    }

    /**
     * Who serves the store.
     *
     * @param store any store
     * @return {@code {process id} {since}}, or empty if nobody does
     * @throws StoreException if the lock can't be looked at
     */
    public static Optional<String> holder(Store store) throws StoreException {
        Path file = store.root().resolve(Store.GATEWAY).resolve(FILE);
        String self = HELD.get(file);
        if (self != null) {
            return Optional.of(self);
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (FileChannel channel = open(file);
                FileLock lock = channel.tryLock()) {
            return lock == null ? Optional.of(text(channel)) : Optional.empty();
        } catch (IOException e) {
            throw StoreException.of(file + " can't be read", e);
        }
    }

    private static StoreLock take(Store store, Path file, String self) throws IOException, StoreException {
        FileChannel channel = open(file);
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw held(store, text(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((self + '\n').getBytes(UTF_8)), 0);
            taken = true;
            return new StoreLock(file, channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                Access.PRIVATE.ofFile(file));
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LARGEST);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), UTF_8).trim();
    }

    private static StoreException held(Store store, String holder) {
        String[] words = VisibleText.of(holder).split(" ", 2);
        return new StoreException(store.root() + " is served by process " + words[0]
                + (words.length > 1 ? " since " + words[1] : "") + "; stop that one first, or serve another store");
    }

    /**
     * Gives the lock up. Its file stays, empty.
     *
     * @throws StoreException if that fails; it is given up when the process ends
     */
    @Override
    public void close() throws StoreException {
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException e) {
            throw StoreException.of(file + " can't be given up", e);
        } finally {
            HELD.remove(file);
        }
    }
}
