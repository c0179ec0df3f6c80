package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.AgentKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one agent on disk (protocol section 1): {@code private.key}, {@code age.key}, their public halves, and
 * {@code retired/} with age keys that keep opening old mail. {@code private.key} and {@code age.key} are the authority.
 */
final class KeyFolder {
    private static final String SEED = "private.key";
    private static final String PUBLIC = "public.key";
    private static final String AGE = "age.key";
    private static final String AGE_PUBLIC = "age.pub";
    private static final String RETIRED = "retired";
    private static final int LARGEST = 4096;

    private final Path root;
    private final String[] way;
    private final WholeFile files;

    KeyFolder(Path root, WholeFile files, String... way) {
        this.root = root;
        this.way = way;
        this.files = files;
    }

    /**
     * Reads the keys.
     *
     * @throws StoreException if they are missing or malformed
     */
    AgentKeys read() throws StoreException {
        AgentKeys keys = find();
        if (keys == null) {
            throw new StoreException(
                    here().resolve(SEED)
                            + " is missing; restore it from a backup, or 'openfuse init' makes a new key that nobody knows yet");
        }
        return keys;
    }

    /** The keys, or null if there is no signing key. */
    @Nullable
    AgentKeys find() throws StoreException {
        try (Folder folder = Folder.find(root, way)) {
            String seed = folder == null ? null : text(folder, SEED);
            return folder == null || seed == null ? null : AgentKeys.of(seed, identities(folder));
        } catch (IOException e) {
            throw StoreException.of("the keys in " + here() + " can't be read", e);
        } catch (IllegalArgumentException e) {
            throw new StoreException("the keys in " + here() + " are malformed: " + e.getMessage(), e);
        }
    }

    private List<String> identities(Folder folder) throws IOException, StoreException {
        List<String> identities = new ArrayList<>();
        String current = text(folder, AGE);
        if (current != null) {
            current.lines().filter(KeyFolder::isIdentity).forEach(identities::add);
        }
        try (Folder retired = Folder.find(
                root, Stream.concat(Stream.of(way), Stream.of(RETIRED)).toArray(String[]::new))) {
            if (retired != null) {
                List<String> names = new ArrayList<>();
                retired.names().forEachRemaining(names::add);
                // Named by the day they retired: the latest is the likeliest to be asked for.
                names.sort(Comparator.reverseOrder());
                for (String name : names) {
                    String text = name.startsWith(".") ? null : text(retired, name);
                    Stream.ofNullable(text)
                            .flatMap(String::lines)
                            .filter(KeyFolder::isIdentity)
                            .forEach(identities::add);
                }
            }
        }
        return identities;
    }

    private static boolean isIdentity(String line) {
        return !line.isBlank() && !line.startsWith("#");
    }

    private static @Nullable String text(Folder folder, String name) throws IOException, StoreException {
        byte[] content = folder.read(name, LARGEST);
        return content == null ? null : new String(content, UTF_8).trim();
    }

    /**
     * Makes what is missing; keys that are there are never touched, public halves follow them. The caller holds the
     * guard.
     *
     * @return the keys
     */
    AgentKeys complete() throws IOException, StoreException {
        AgentKeys fresh = AgentKeys.generate();
        try (Folder folder = Folder.make(root, Access.PRIVATE, way)) {
            // The signing key comes last: a store without it is unfinished, and completed the next time.
            files.createIfAbsent(folder, AGE, bytes(fresh.ageIdentities().get(0)), Access.PRIVATE);
            files.createIfAbsent(folder, SEED, bytes(fresh.seedHex()), Access.PRIVATE);
        }
        AgentKeys keys = read();
        publish(keys);
        return keys;
    }

    /**
     * Puts other keys in place of these. The age key so far is kept among the retired ones before it is replaced, and the
     * signing key goes last: broken off in between, the same again completes it. The caller holds the guard.
     *
     * @param next the keys that follow, already on disk elsewhere
     * @param day names the retired key, so that the latest is tried first
     */
    void replace(AgentKeys next, String day) throws IOException, StoreException {
        try (Folder folder = Folder.open(root, way)) {
            String current = text(folder, AGE);
            String identity = next.ageIdentities().get(0);
            if (current != null && !current.equals(identity)) {
                try (Folder retired = Folder.make(
                        root,
                        Access.PRIVATE,
                        Stream.concat(Stream.of(way), Stream.of(RETIRED)).toArray(String[]::new))) {
                    files.create(retired, day + ".age.key", bytes(current), Access.PRIVATE);
                }
                files.replace(folder, AGE, bytes(identity), Access.PRIVATE);
            }
            files.replace(folder, SEED, bytes(next.seedHex()), Access.PRIVATE);
        }
        publish(next);
    }

    /** Removes all of them. The caller holds the guard. */
    void delete() throws IOException {
        try (Folder folder = Folder.open(root, way)) {
            for (String name : List.of(SEED, PUBLIC, AGE, AGE_PUBLIC)) {
                folder.delete(name);
            }
        }
    }

    /**
     * Lets the public halves follow the private ones. The caller holds the guard.
     *
     * @return whether one of them was different
     */
    boolean publish(AgentKeys keys) throws IOException, StoreException {
        try (Folder folder = Folder.open(root, way)) {
            String recipient = keys.encryptionKey();
            return follow(folder, PUBLIC, keys.publicKey())
                    | (recipient != null && follow(folder, AGE_PUBLIC, recipient));
        }
    }

    private boolean follow(Folder folder, String name, String value) throws IOException, StoreException {
        boolean differs = !value.equals(text(folder, name));
        if (differs) {
            files.replace(folder, name, bytes(value), Access.SHARED);
        }
        return differs;
    }

    /**
     * Takes private files and the folder away from other users.
     *
     * @return what was changed, relative to the store
     * @throws StoreException if something stays open to others
     */
    List<String> tighten() throws StoreException {
        List<String> changed = new ArrayList<>();
        if (!Access.isKnown(root)) {
            return changed;
        }
        try (Folder folder = Folder.find(root, way)) {
            if (folder != null) {
                tighten(folder.own(), "", Access.PRIVATE_FOLDER, changed);
                for (String name : List.of(SEED, AGE)) {
                    if (folder.attributes(name) != null) {
                        tighten(folder.permissions(name), name, Access.PRIVATE_FILE, changed);
                    }
                }
            }
        } catch (IOException e) {
            throw StoreException.of(
                    "the private keys in " + here() + " can be read by others, and that can't be changed", e);
        }
        return changed;
    }

    private void tighten(
            @Nullable PosixFileAttributeView file, String name, Set<PosixFilePermission> wanted, List<String> changed)
            throws IOException {
        PosixFileAttributeView view = Objects.requireNonNull(file);
        if (!wanted.containsAll(view.readAttributes().permissions())) {
            view.setPermissions(wanted);
            changed.add(String.join("/", way) + '/' + name);
        }
    }

    private Path here() {
        return root.resolve(Path.of("", way));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
