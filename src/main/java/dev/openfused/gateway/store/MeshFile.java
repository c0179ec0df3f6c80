package dev.openfused.gateway.store;

import dev.openfused.gateway.crypto.RandomIds;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code .mesh.json}: read-modify-write under a lock that holds between processes; fields it does not know survive;
 * where nothing changed nothing is written.
 */
public final class MeshFile {
    static final String NAME = ".mesh.json";

    private static final int LARGEST = 16 * 1024 * 1024;

    /**
     * A file this young, in milliseconds, may change again without its time or size showing it, as file systems count
     * time in coarse steps; what it says is not remembered.
     */
    private static final long SETTLED = 100;

    private final Path root;
    private final StoreGuard guard;
    private final WholeFile files;
    private final Clock clock;
    private volatile @Nullable Snapshot snapshot;

    private record Snapshot(
            FileTime time, long size, @Nullable Object key, Mesh mesh) {
        boolean isOf(BasicFileAttributes attributes) {
            return time.equals(attributes.lastModifiedTime())
                    && size == attributes.size()
                    && (key == null || key.equals(attributes.fileKey()));
        }
    }

    MeshFile(Path root, StoreGuard guard, WholeFile files, Clock clock) {
        this.root = root;
        this.guard = guard;
        this.files = files;
        this.clock = clock;
    }

    /**
     * What it says now. Re-read only when the file changed.
     *
     * @return a snapshot
     * @throws StoreException if it is missing or malformed; nothing is written then
     */
    public Mesh read() throws StoreException {
        try (Folder folder = Folder.open(root)) {
            BasicFileAttributes attributes = folder.attributes(NAME);
            Snapshot known = snapshot;
            if (attributes != null && known != null && known.isOf(attributes)) {
                return known.mesh;
            }
            MeshDocument document = document(folder);
            if (document.migrate(now())) {
                return change(mesh -> mesh);
            }
            return remembered(document.mesh(), attributes);
        } catch (IOException e) {
            throw StoreException.of(NAME + " in " + root + " can't be read", e);
        }
    }

    private Mesh remembered(Mesh mesh, @Nullable BasicFileAttributes attributes) {
        if (attributes != null && clock.millis() - attributes.lastModifiedTime().toMillis() > SETTLED) {
            snapshot = new Snapshot(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey(), mesh);
        }
        return mesh;
    }

    /**
     * Changes it: locks, reads, applies, writes atomically if anything changed.
     *
     * @param change from the current snapshot to the new one
     * @return the new snapshot
     * @throws StoreException if it can't be read or written
     */
    public Mesh update(UnaryOperator<Mesh> change) throws StoreException {
        return change(change::apply);
    }

    /** A change that may be refused. */
    @FunctionalInterface
    interface Change {
        Mesh apply(Mesh mesh) throws StoreException;
    }

    private Mesh change(Change change) throws StoreException {
        try {
            return guard.hold(() -> changeHeld(change));
        } catch (IOException e) {
            throw StoreException.of(NAME + " in " + root + " can't be changed", e);
        }
    }

    private Mesh changeHeld(Change change) throws IOException, StoreException {
        try (Folder folder = Folder.open(root)) {
            MeshDocument document = document(folder);
            boolean migrated = document.migrate(now());
            Mesh before = document.mesh();
            Mesh after = change.apply(before);
            if (migrated || !after.equals(before)) {
                document.apply(after);
                files.replace(folder, NAME, document.write(), Access.SHARED);
            }
            return after;
        }
    }

    /** Writes a store's first one. The caller holds the guard and knows that there is none. */
    void create(Folder folder, Mesh mesh) throws IOException {
        files.replace(folder, NAME, MeshDocument.of(mesh).write(), Access.SHARED);
    }

    private MeshDocument document(Folder folder) throws IOException, StoreException {
        byte[] json = folder.read(NAME, LARGEST);
        if (json == null) {
            throw new StoreException(
                    "no store in " + root + ": it has no " + NAME + "; 'openfuse init --dir " + root + "' makes one");
        }
        try {
            return MeshDocument.read(json);
        } catch (IOException e) {
            throw new StoreException(
                    NAME + " in " + root + " is malformed and left as it is; repair it or restore a copy: "
                            + VisibleText.of(firstLine(e)),
                    e);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * Adds an agent, or brings the entry of the same name and key up to date: address and encryption key are taken
     * over where given, its standing is kept, and trust is only ever added here. Validates name, keys (no small-order
     * key, no second key with the same FP8) and address.
     *
     * @param entry the agent
     * @return the new snapshot
     * @throws StoreException if it is refused
     */
    public Mesh importKey(KeyringEntry entry) throws StoreException {
        return change(mesh -> {
            KeyringDoor.check(entry, mesh.keyring());
            List<KeyringEntry> entries = new ArrayList<>(mesh.keyring().entries());
            for (int i = 0; i < entries.size(); i++) {
                KeyringEntry known = entries.get(i);
                if (known.name().equals(entry.name()) && known.signingKey().equals(entry.signingKey())) {
                    entries.set(i, KeyringDoor.merged(known, entry));
                    return mesh.withEntries(entries);
                }
            }
            entries.add(entry);
            return mesh.withEntries(entries);
        });
    }

    /**
     * Changes one entry of the keyring.
     *
     * @param query a name, {@code name:FPPREFIX} or a fingerprint prefix
     * @param change from the entry to the new one
     * @return the new entry
     * @throws UnknownAgentException if the query names nobody, or several
     * @throws StoreException if it can't be read or written
     */
    public KeyringEntry changeEntry(String query, UnaryOperator<KeyringEntry> change)
            throws StoreException, UnknownAgentException {
        KeyringEntry found = read().keyring().find(query);
        List<KeyringEntry> result = new ArrayList<>();
        change(mesh -> {
            List<KeyringEntry> entries = new ArrayList<>(mesh.keyring().entries());
            entries.replaceAll(entry -> {
                boolean meant = result.isEmpty()
                        && entry.name().equals(found.name())
                        && entry.signingKey().equals(found.signingKey());
                if (meant) {
                    result.add(change.apply(entry));
                }
                return meant ? result.get(0) : entry;
            });
            return mesh.withEntries(entries);
        });
        if (result.isEmpty()) {
            throw new StoreException(VisibleText.of(found.name()) + " was removed from the keyring meanwhile");
        }
        return result.get(0);
    }

    /**
     * Puts other keys in place of an entry's, which said that they follow. They pass the same door as those of a new agent,
     * and trust starts anew.
     *
     * @param known the entry so far
     * @param signingKey 64 hex digits
     * @param encryptionKey {@code age1…}, or null
     * @throws StoreException if the keys are refused; the keyring is as it was then
     */
    public void followKey(KeyringEntry known, String signingKey, @Nullable String encryptionKey) throws StoreException {
        change(mesh -> {
            List<KeyringEntry> others = new ArrayList<>(mesh.keyring().entries());
            int at = others.indexOf(known);
            if (at < 0) {
                throw new StoreException(
                        VisibleText.of(known.name()) + " was changed in the keyring meanwhile; try again");
            }
            others.remove(at);
            KeyringEntry next = known.rotatedTo(signingKey, encryptionKey);
            KeyringDoor.check(next, new Keyring(others, mesh.keyring().autoTrust()));
            others.add(at, next);
            return mesh.withEntries(others);
        });
    }

    /**
     * Adds a peer.
     *
     * @param name what to call it
     * @param url {@code http(s)://host[:port][/path]} or {@code ssh://host:/path}
     * @param access {@code read} or {@code readwrite}
     * @return the peer, with its id
     * @throws StoreException if one of them is malformed, or the name is taken
     */
    public Mesh.Peer addPeer(String name, String url, String access) throws StoreException {
        PeerDoor.check(name, url, access);
        Mesh.Peer peer = new Mesh.Peer(RandomIds.nanoid(), name, url, access);
        change(mesh -> {
            if (mesh.peers().stream().anyMatch(p -> p.name().equals(name))) {
                throw new StoreException(
                        "a peer '" + name + "' is already there; remove it first, or give another name");
            }
            List<Mesh.Peer> peers = new ArrayList<>(mesh.peers());
            peers.add(peer);
            return mesh.withPeers(peers);
        });
        return peer;
    }

    /**
     * Removes a peer.
     *
     * @param nameOrId as typed
     * @return the peer that was removed
     * @throws StoreException if there is none
     */
    public Mesh.Peer removePeer(String nameOrId) throws StoreException {
        List<Mesh.Peer> removed = new ArrayList<>();
        change(mesh -> {
            Mesh.Peer peer = mesh.peer(nameOrId)
                    .orElseThrow(() -> new StoreException(
                            "no peer '" + VisibleText.of(nameOrId) + "'; 'openfuse peer list' shows what there is"));
            removed.add(peer);
            List<Mesh.Peer> peers = new ArrayList<>(mesh.peers());
            peers.remove(peer);
            return mesh.withPeers(peers);
        });
        return removed.get(0);
    }

    private String now() {
        return Rfc3339.format(clock.instant());
    }
}
