package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.RandomIds;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One OpenFused store on disk (protocol section 1). Cheap to make: nothing is read until asked for. Safe for many
 * threads and processes.
 */
public final class Store {
    static final String GATEWAY = ".gateway";

    private static final String KEYS = ".keys";
    private static final List<String> FOLDERS = List.of("inbox", "outbox", "shared", "knowledge", "history", ".peers");
    private static final List<String> WORKSPACE_FOLDERS =
            List.of("tasks", "messages", "_broadcast", "shared", "history");

    private final Path root;
    private final StoreGuard guard;
    private final WholeFile files;
    private final Clock clock;
    private final MeshFile mesh;
    private final Inbox inbox;
    private final Outbox outbox;
    private final PublicFiles publicFiles;
    private final OwnFiles ownFiles;
    private final KeyFolder keys;

    private Store(Path root, Durability durability, Clock clock) throws StoreException {
        this.root = canonical(root);
        this.clock = clock;
        this.guard = new StoreGuard(this.root);
        this.files = new WholeFile(durability);
        this.mesh = new MeshFile(this.root, guard, files, clock);
        this.inbox = new Inbox(this.root, files);
        this.outbox = new Outbox(this.root, mesh, files, clock);
        this.publicFiles = new PublicFiles(this.root);
        this.ownFiles = new OwnFiles(this.root, guard, files);
        this.keys = new KeyFolder(this.root, files, KEYS);
    }

    /** One path for one store, however it was reached: locks within this process go by it. */
    private static Path canonical(Path root) throws StoreException {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            throw new StoreException(
                    "no store in " + root.toAbsolutePath().normalize() + "; 'openfuse init --dir " + root
                            + "' makes one",
                    e);
        }
    }

    /**
     * Opens a store.
     *
     * @param root its directory
     * @return the store
     * @throws StoreException if there is no readable {@code .mesh.json}; the text says how to make one
     */
    public static Store open(Path root) throws StoreException {
        return open(root, Durability.FSYNC, Clock.systemUTC());
    }

    /**
     * Opens a store.
     *
     * @param root its directory
     * @param durability how far a write has come when it returns
     * @param clock names outbox files and dates entries
     * @return the store
     * @throws StoreException if there is no readable {@code .mesh.json}; the text says how to make one
     */
    public static Store open(Path root, Durability durability, Clock clock) throws StoreException {
        Store store = new Store(root, durability, clock);
        store.mesh.read();
        return store;
    }

    /**
     * Makes a store with fresh keys, or completes a directory that lacks some of its parts; an existing agent's keys and
     * texts are never touched.
     *
     * @param root its directory, made if absent
     * @param name the agent's name
     * @return the store
     * @throws StoreException if the name is none, the directory holds another agent's store, or it can't be written
     */
    public static Store init(Path root, String name) throws StoreException {
        return init(root, name, Clock.systemUTC());
    }

    /**
     * Makes or completes a store.
     *
     * @param root its directory, made if absent
     * @param name the agent's name
     * @param clock dates it
     * @return the store
     * @throws StoreException if the name is none, the directory holds another agent's store, or it can't be written
     */
    public static Store init(Path root, String name, Clock clock) throws StoreException {
        Store store = init(root, name, clock, Store::complete);
        store.alignIdentity();
        return store;
    }

    /**
     * Makes or completes a workspace: what several agents share, without keys of its own. Everybody in its keyring counts
     * as trusted.
     *
     * @param root its directory, made if absent
     * @param name the workspace's name
     * @param clock dates it
     * @return the store
     * @throws StoreException if the name is none, the directory holds another store, or it can't be written
     */
    public static Store initWorkspace(Path root, String name, Clock clock) throws StoreException {
        return init(root, name, clock, Store::completeWorkspace);
    }

    /** Makes what is missing of a store. */
    @FunctionalInterface
    private interface Completion {
        void complete(Store store, String name) throws IOException, StoreException;
    }

    private static Store init(Path root, String name, Clock clock, Completion completion) throws StoreException {
        try {
            new AgentName(name);
            Files.createDirectories(root, Access.SHARED.ofFolder(root));
            Store store = new Store(root, Durability.FSYNC, clock);
            store.requireOwn(name);
            store.guard.hold(() -> {
                completion.complete(store, name);
                return store;
            });
            store.requireOwn(name); // another process may have been first
            return store;
        } catch (IllegalArgumentException e) {
            throw new StoreException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw StoreException.of("no store can be made in " + root, e);
        }
    }

    private void requireOwn(String name) throws IOException, StoreException {
        try (Folder folder = Folder.open(root)) {
            if (folder.attributes(MeshFile.NAME) == null) {
                return;
            }
        }
        String owner = mesh.read().name();
        if (!owner.equals(name)) {
            throw new StoreException(root + " is the store of '" + VisibleText.of(owner)
                    + "'; choose another directory for '" + name + "'");
        }
    }

    private void complete(String name) throws IOException, StoreException {
        makeFolders(FOLDERS);
        AgentKeys agent = keys.complete();
        complete(
                Map.of("CONTEXT.md", FirstTexts.CONTEXT, "PROFILE.md", FirstTexts.PROFILE),
                fresh(name, agent.publicKey(), agent.encryptionKey(), false));
    }

    private void completeWorkspace(String name) throws IOException, StoreException {
        makeFolders(WORKSPACE_FOLDERS);
        complete(
                Map.of("CONTEXT.md", FirstTexts.WORKSPACE_CONTEXT, "CHARTER.md", FirstTexts.charter(name)),
                fresh(name, null, null, true));
    }

    private void makeFolders(List<String> names) throws IOException {
        for (String name : names) {
            Folder.make(root, Access.SHARED, name).close();
        }
    }

    private void complete(Map<String, String> texts, Mesh fresh) throws IOException {
        try (Folder folder = Folder.open(root)) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                files.createIfAbsent(folder, text.getKey(), text.getValue().getBytes(UTF_8), Access.SHARED);
            }
            // Last: a directory is a store when this file stands.
            if (folder.attributes(MeshFile.NAME) == null) {
                mesh.create(folder, fresh);
            }
        }
    }

    private Mesh fresh(String name, @Nullable String publicKey, @Nullable String encryptionKey, boolean workspace) {
        return new Mesh(
                RandomIds.nanoid(),
                name,
                Rfc3339.format(clock.instant()),
                publicKey,
                encryptionKey,
                List.of(),
                new Keyring(List.of(), workspace));
    }

    /**
     * Its directory.
     *
     * @return absolute, links resolved
     */
    public Path root() {
        return root;
    }

    /**
     * {@code .mesh.json}.
     *
     * @return identity, peers, keyring
     */
    public MeshFile mesh() {
        return mesh;
    }

    /**
     * {@code inbox/}.
     *
     * @return the inbox
     */
    public Inbox inbox() {
        return inbox;
    }

    /**
     * {@code outbox/}.
     *
     * @return the outbox
     */
    public Outbox outbox() {
        return outbox;
    }

    /**
     * What peers may read.
     *
     * @return the same each time
     */
    public PublicFiles publicFiles() {
        return publicFiles;
    }

    /**
     * What the agent itself writes.
     *
     * @return the same each time
     */
    public OwnFiles ownFiles() {
        return ownFiles;
    }

    /**
     * {@code tasks/}.
     *
     * @return A2A tasks, to be read
     */
    public TaskFiles tasks() {
        return new TaskFiles(root);
    }

    /**
     * What a peer shows, as it was fetched.
     *
     * @param peer a valid name
     * @return its files here, be there any or not
     */
    public PeerFiles peerFiles(AgentName peer) {
        return new PeerFiles(root, peer.value(), files);
    }

    /**
     * Reads the private keys in {@code .keys/}, retired age keys included.
     *
     * @return the keys
     * @throws StoreException if they are missing or malformed
     */
    public AgentKeys keys() throws StoreException {
        AgentKeys agent = keys.find();
        if (agent == null && mesh.read().isWorkspace()) {
            throw new StoreException(
                    root + " is a workspace, which has no keys: name the store of an agent with --dir");
        }
        return agent == null ? keys.read() : agent;
    }

    /**
     * The keys that {@link #rotate} is going to put in place of the current ones: on disk, in {@code .keys/next/}, before
     * anybody hears of them. The same until then.
     *
     * @return the keys
     * @throws StoreException if they can't be read or made
     */
    public AgentKeys nextKeys() throws StoreException {
        keys();
        try {
            return guard.hold(next()::complete);
        } catch (IOException e) {
            throw StoreException.of("the keys that are to follow can't be made", e);
        }
    }

    /**
     * Goes on with other keys. Old mail can still be opened.
     *
     * @param following what {@link #nextKeys} gave
     * @throws StoreException if they can't be written; the same again completes it
     */
    public void rotate(AgentKeys following) throws StoreException {
        try {
            guard.hold(() -> {
                keys.replace(
                        following,
                        Rfc3339.format(clock.instant()).replace(':', '-').replace('.', '-'));
                return following;
            });
            alignIdentity();
            guard.hold(() -> {
                next().delete();
                return following;
            });
        } catch (IOException e) {
            throw StoreException.of("the keys in " + root + " can't be replaced", e);
        }
    }

    private KeyFolder next() {
        return new KeyFolder(root, files, KEYS, "next");
    }

    /**
     * The keys of a channel that speaks into this store, an agent of its own. Made on first use.
     *
     * @param bridge the bridge's name
     * @return its name and keys
     * @throws StoreException if they can't be read or made
     */
    public ChannelAgent channel(String bridge) throws StoreException {
        String name = ChannelAgent.nameOf(bridge);
        gatewayDirectory();
        KeyFolder folder = new KeyFolder(root, files, GATEWAY, "channels", bridge);
        AgentKeys known = folder.find();
        if (known != null) {
            return new ChannelAgent(name, known);
        }
        try {
            return new ChannelAgent(name, guard.hold(folder::complete));
        } catch (IOException e) {
            throw StoreException.of("the keys of bridge '" + bridge + "' can't be made", e);
        }
    }

    /**
     * Takes the private keys away from other users, as the original's stores arrive with mode 644, and keeps every account
     * from writing {@code .mesh.json}, which says who is trusted, or putting another in its place.
     *
     * @return what was changed, relative to the store, for a warning; empty if all was well
     * @throws StoreException if something stays open to others
     */
    public List<String> tightenPermissions() throws StoreException {
        List<String> changed = new ArrayList<>(keys.tighten());
        changed.addAll(new MeshAccess(root).takeFromOthers());
        return changed;
    }

    /**
     * Lets the public keys, in {@code .mesh.json} and beside the private ones, follow the private keys, which are the
     * authority.
     *
     * @return whether anything had to change
     * @throws StoreException if it can't be read or written
     */
    public boolean alignIdentity() throws StoreException {
        try {
            AgentKeys agent = keys.read();
            boolean changed = guard.hold(() -> keys.publish(agent));
            Mesh before = mesh.read();
            Mesh after = before.withKeys(agent.publicKey(), agent.encryptionKey());
            if (!after.equals(before)) {
                mesh.update(m -> m.withKeys(agent.publicKey(), agent.encryptionKey()));
                changed = true;
            }
            return changed;
        } catch (IOException e) {
            throw StoreException.of("the public keys of " + root + " can't be written", e);
        }
    }

    /**
     * The temporary files that crashes leave behind.
     *
     * @return to be looked at again and again while the store is served
     */
    public Leftovers leftovers() {
        return new Leftovers(root);
    }

    /**
     * Which state of a queue this store works with.
     *
     * @return to be read or changed
     */
    public KnownState knownState() {
        return new KnownState(root, files);
    }

    /**
     * Which directory this is among several that hold the store of the same agent; it is given an id the first time.
     *
     * @return the same as long as the directory is neither copied nor restored elsewhere
     * @throws StoreException if it can't be read or written
     */
    public StoreInstance instance() throws StoreException {
        try (Folder folder = Folder.make(root, Access.PRIVATE, GATEWAY)) {
            return guard.hold(() -> StoreInstance.of(
                    folder.path(), (file, text) -> files.replace(folder, file, text.getBytes(UTF_8), Access.PRIVATE)));
        } catch (IOException e) {
            throw StoreException.of(root.resolve(GATEWAY) + " can't be read or written", e);
        }
    }

    /**
     * {@code .gateway/}: state of ours that the original tools ignore. Made with mode 700 on first use.
     *
     * @return the directory
     * @throws StoreException if it can't be made
     */
    public Path gatewayDirectory() throws StoreException {
        try (Folder folder = Folder.make(root, Access.PRIVATE, GATEWAY)) {
            return folder.path();
        } catch (IOException e) {
            throw StoreException.of(root.resolve(GATEWAY) + " can't be made", e);
        }
    }
}
