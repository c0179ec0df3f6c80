package dev.openfused.gateway.store;

import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.MessageFileName;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code outbox/{name}-{FP8}/}: messages waiting for one recipient each. Files never change once written. */
public final class Outbox {
    /** In which order messages were queued, by their paths: those of one millisecond differ in a counter only. */
    public static final Comparator<String> ORDER = BaseName.ORDER;

    private static final Comparator<Entry> IN_ORDER =
            Comparator.comparing(Entry::directory).thenComparing(Entry::file, ORDER);

    static final String OUTBOX = "outbox";
    private static final String SENT = ".sent";
    private static final String FAILED = ".failed";
    private static final Pattern LEGACY = Pattern.compile(".+_from-.+_to-.+\\.json");

    private final Path root;
    private final MeshFile mesh;
    private final WholeFile files;
    private final Clock clock;

    Outbox(Path root, MeshFile mesh, WholeFile files, Clock clock) {
        this.root = root;
        this.mesh = mesh;
        this.files = files;
        this.clock = clock;
    }

    /**
     * A waiting message.
     *
     * @param directory {@code {name}-{FP8}}; empty for a legacy file that stands in {@code outbox/} itself
     * @param file base name
     */
    public record Entry(String directory, String file) {}

    /**
     * The directory, for watching.
     *
     * @return absolute
     */
    public Path directory() {
        return root.resolve(OUTBOX);
    }

    /**
     * Queues a message for a recipient, in the directory of the peer of that recipient where one is configured, else of
     * the keyring entry (protocol section 3). Never overwrites.
     *
     * @param recipient whom it is for
     * @param message a signed message
     * @return where it stands
     * @throws StoreException if it can't be written; nothing half-written stays behind
     */
    public Entry put(KeyringEntry recipient, SignedMessage message) throws StoreException {
        String directory = directoryFor(recipient, mesh.read());
        try (Folder folder = Folder.make(root, Access.SHARED, OUTBOX, directory)) {
            return new Entry(directory, write(folder, message, Access.SHARED));
        } catch (IOException e) {
            throw StoreException.of("the message to " + VisibleText.of(recipient.name()) + " can't be queued", e);
        }
    }

    /** The original's sync pushes {@code {peer name}-*} only, so a peer's name comes before the keyring's. */
    private static String directoryFor(KeyringEntry recipient, Mesh mesh) throws StoreException {
        String name = mesh.peers().stream()
                .map(Mesh.Peer::name)
                .filter(AgentName::isValid)
                .filter(peer -> means(mesh, peer, recipient))
                .min(Comparator.comparing(peer -> !peer.equals(recipient.name())))
                .orElse(recipient.name());
        if (!AgentName.isValid(name)) {
            throw new StoreException("'" + VisibleText.of(name)
                    + "' in the keyring can't name a folder; import its key again under a plain name");
        }
        return recipient.outboxDirectory(name);
    }

    private static boolean means(Mesh mesh, String peer, KeyringEntry recipient) {
        try {
            return mesh.keyring().find(peer).signingKey().equals(recipient.signingKey());
        } catch (UnknownAgentException e) {
            return false;
        }
    }

    /**
     * What waits, for everybody, legacy files included.
     *
     * @return entries by directory, then in the order in which they were queued
     * @throws StoreException if the directory can't be read
     */
    public List<Entry> waiting() throws StoreException {
        List<Entry> waiting = new ArrayList<>();
        try (Folder outbox = Folder.open(root, OUTBOX)) {
            for (Iterator<String> names = outbox.names(); names.hasNext(); ) {
                String name = names.next();
                BasicFileAttributes attributes = name.startsWith(".") ? null : outbox.attributes(name);
                if (attributes == null) {
                    continue;
                }
                if (attributes.isDirectory()) {
                    addWaiting(name, waiting);
                } else if (LEGACY.matcher(name).matches()) {
                    waiting.add(new Entry("", name));
                }
            }
        } catch (IOException e) {
            throw StoreException.of("the outbox can't be read", e);
        }
        waiting.sort(IN_ORDER);
        return List.copyOf(waiting);
    }

    /**
     * What waits for the holder of one key: in the directories of its fingerprint, and legacy files addressed to it.
     *
     * @param fp8 the key's short fingerprint, 8 upper-case hex digits
     * @param name what the holder is called in legacy file names
     * @return entries by directory, then in the order in which they were queued
     * @throws StoreException if the outbox can't be read
     */
    public List<Entry> waitingFor(String fp8, String name) throws StoreException {
        Pattern addressed = Pattern.compile(".+_to-" + Pattern.quote(name) + "-(?i:" + fp8 + ")\\.json");
        List<Entry> waiting = new ArrayList<>();
        try (Folder outbox = Folder.open(root, OUTBOX)) {
            for (Iterator<String> names = outbox.names(); names.hasNext(); ) {
                String found = names.next();
                if (isOf(fp8, found)) {
                    addWaiting(found, waiting);
                } else if (addressed.matcher(found).matches()) {
                    waiting.add(new Entry("", found));
                }
            }
        } catch (NotDirectoryException e) {
            throw new StoreException("the outbox holds a file that is named like the folder of an agent", e);
        } catch (IOException e) {
            throw StoreException.of("the outbox can't be read", e);
        }
        waiting.sort(IN_ORDER);
        return List.copyOf(waiting);
    }

    /**
     * Whether a directory is for the holder of a key.
     *
     * @param fp8 the key's short fingerprint, 8 upper-case hex digits
     * @param directory a base name
     * @return true if it ends with that fingerprint
     */
    public static boolean isOf(String fp8, String directory) {
        return !directory.startsWith(".") && directory.endsWith('-' + fp8);
    }

    /**
     * The directories there are, whether anything waits in them or not.
     *
     * @return base names, sorted
     * @throws StoreException if the outbox can't be read
     */
    public List<String> directories() throws StoreException {
        List<String> directories = new ArrayList<>();
        try (Folder outbox = Folder.open(root, OUTBOX)) {
            for (Iterator<String> names = outbox.names(); names.hasNext(); ) {
                String name = names.next();
                BasicFileAttributes attributes = name.startsWith(".") ? null : outbox.attributes(name);
                if (attributes != null && attributes.isDirectory()) {
                    directories.add(name);
                }
            }
        } catch (IOException e) {
            throw StoreException.of("the outbox can't be read", e);
        }
        directories.sort(Comparator.naturalOrder());
        return List.copyOf(directories);
    }

    /**
     * Whether a message stands under {@code .sent/} already, as its recipient may have fetched it.
     *
     * @param entry which
     * @return true if it does
     * @throws StoreException if the directory can't be read
     */
    public boolean isSent(Entry entry) throws StoreException {
        try {
            BaseName.of(entry.file());
            return stands(entry, SENT);
        } catch (IOException e) {
            throw StoreException.of("queued message '" + VisibleText.of(entry.file()) + "' can't be looked up", e);
        }
    }

    private void addWaiting(String directory, List<Entry> waiting) throws IOException {
        try (Folder folder = Folder.find(root, OUTBOX, directory)) {
            if (folder != null) {
                folder.names().forEachRemaining(file -> {
                    if (!file.startsWith(".") && file.endsWith(".json")) {
                        waiting.add(new Entry(directory, file));
                    }
                });
            }
        }
    }

    /**
     * Reads a waiting message.
     *
     * @param entry which
     * @return its bytes
     * @throws StoreException if it is gone, a link, no regular file, or too large
     */
    public byte[] read(Entry entry) throws StoreException {
        try (Folder folder = folderOf(entry)) {
            byte[] content = folder.read(entry.file(), Inbox.LARGEST);
            if (content == null) {
                throw gone(entry);
            }
            return content;
        } catch (IOException e) {
            throw StoreException.of("queued message '" + VisibleText.of(entry.file()) + "' can't be read", e);
        }
    }

    /**
     * Files a delivered message under {@code .sent/}. Already there is fine.
     *
     * @param entry which
     * @throws StoreException if it can't be moved
     */
    public void sent(Entry entry) throws StoreException {
        move(entry, SENT, files::move, null);
    }

    /**
     * The same of a message whose delivery is on record elsewhere, which outlives a power cut: this move need not. At worst
     * it waits here once more, for a peer that knows it.
     *
     * @param entry which
     * @throws StoreException if it can't be moved
     */
    public void sentOnRecord(Entry entry) throws StoreException {
        move(entry, SENT, files::moveForNow, null);
    }

    /**
     * Parks a message that will never be accepted under {@code .failed/}, with the reason beside it ({@code
     * {file}.reason}, one line). Already there is fine.
     *
     * @param entry which
     * @param reason one line
     * @throws StoreException if it can't be moved
     */
    public void failed(Entry entry, String reason) throws StoreException {
        move(entry, FAILED, files::move, VisibleText.of(reason));
    }

    /**
     * The copies of own broadcasts.
     *
     * @return of {@code outbox/.broadcast/}
     */
    public BroadcastCopies broadcastCopies() {
        return new BroadcastCopies(root);
    }

    /**
     * Keeps a copy of an own broadcast, sealed to ourselves, under {@code outbox/.broadcast/}, which is our user's only.
     *
     * @param message the copy
     * @return its base name
     * @throws StoreException if it can't be written
     */
    public String putBroadcastCopy(SignedMessage message) throws StoreException {
        try (Folder folder = Folder.make(root, Access.PRIVATE, OUTBOX, BroadcastCopies.BROADCAST)) {
            return write(folder, message, Access.PRIVATE);
        } catch (IOException e) {
            throw StoreException.of("the copy of the broadcast can't be kept", e);
        }
    }

    private String write(Folder folder, SignedMessage message, Access access) throws IOException {
        String name = MessageFileName.outbox(clock.instant(), message.from()).value();
        return files.create(folder, name, MessageJson.write(message), access);
    }

    /** How a file gets from one folder to another. */
    private interface Mover {
        String move(Folder from, String name, Folder to, @Nullable String note) throws IOException;
    }

    private void move(Entry entry, String where, Mover mover, @Nullable String note) throws StoreException {
        try (Folder folder = folderOf(entry)) {
            if (folder.attributes(entry.file()) != null) {
                try (Folder target = Folder.make(root, Access.SHARED, way(entry, where))) {
                    mover.move(folder, entry.file(), target, note);
                }
            } else if (!stands(entry, where)) {
                throw gone(entry);
            }
        } catch (IOException e) {
            throw StoreException.of(
                    "queued message '" + VisibleText.of(entry.file()) + "' can't be moved to " + where, e);
        }
    }

    private boolean stands(Entry entry, String where) throws IOException, StoreException {
        try (Folder target = Folder.find(root, way(entry, where))) {
            return target != null && target.attributes(entry.file()) != null;
        }
    }

    private Folder folderOf(Entry entry) throws IOException, StoreException {
        BaseName.of(entry.file());
        return Folder.open(root, way(entry));
    }

    private static String[] way(Entry entry, String... further) throws StoreException {
        List<String> names = new ArrayList<>(List.of(OUTBOX));
        if (!entry.directory().isEmpty()) {
            names.add(BaseName.of(entry.directory()));
        }
        names.addAll(List.of(further));
        return names.toArray(String[]::new);
    }

    private static StoreException gone(Entry entry) {
        return new StoreException("queued message '" + VisibleText.of(entry.file()) + "' is no longer in the outbox");
    }
}
