package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.Utf8;
import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks a store over, as far as it can be read, and changes nothing. */
public final class Examination {
    private static final Duration TOLERANCE = Duration.ofMinutes(1);
    private static final int NAMED = 5;
    private static final int LARGEST_KEY = 4096;

    private final Path root;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    private Examination(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    /**
     * Looks it over.
     *
     * @param root the store's directory
     * @param clock files from the future are found by it
     * @return what was found, none if all is well
     */
    public static List<Finding> of(Path root, Clock clock) {
        Examination examination = new Examination(root, clock);
        Mesh mesh = examination.mesh();
        if (mesh != null) {
            if (!mesh.isWorkspace()) {
                examination.keys(mesh);
                examination.folders("inbox", "outbox", "shared", "knowledge", "history");
                examination.inbox();
                examination.outbox(mesh);
            }
            examination.keyring(mesh);
            examination.peers(mesh);
        }
        examination.texts();
        examination.times();
        return List.copyOf(examination.findings);
    }

    private void found(String about, String what, String mend) {
        findings.add(new Finding(about, what, mend));
    }

    private void found(String about, StoreException fault, String mend) {
        found(about, String.valueOf(fault.getMessage()), mend);
    }

    private @Nullable Mesh mesh() {
        try {
            return Store.open(root).mesh().read();
        } catch (StoreException e) {
            found(".mesh.json", e, "repair it or restore a copy; nothing works before that");
            return null;
        }
    }

    private void keys(Mesh mesh) {
        AgentKeys keys;
        try {
            keys = Store.open(root).keys();
        } catch (StoreException e) {
            found("keys", e, "restore .keys/ from a backup");
            return;
        }
        differs("publicKey", keys.publicKey(), mesh.publicKey());
        differs("encryptionKey", keys.encryptionKey(), mesh.encryptionKey());
        if (keys.encryptionKey() == null) {
            found("keys", "there is no age key: others can't encrypt to this agent", "'openfuse init' makes one");
        }
        try (Folder folder = Folder.open(root, ".keys")) {
            fileDiffers(folder, "public.key", keys.publicKey());
            fileDiffers(folder, "age.pub", keys.encryptionKey());
            if (Access.isKnown(root)) {
                open(folder.own(), ".keys", Access.PRIVATE_FOLDER, "700");
                open(folder.permissions("private.key"), ".keys/private.key", Access.PRIVATE_FILE, "600");
                open(folder.permissions("age.key"), ".keys/age.key", Access.PRIVATE_FILE, "600");
            }
        } catch (IOException e) {
            found("keys", StoreException.of(".keys can't be looked at", e), "see whose it is");
        } catch (StoreException e) {
            found("keys", e, "put the file itself there");
        }
    }

    private void differs(String field, @Nullable String ours, @Nullable String said) {
        if (ours != null && !ours.equals(said)) {
            found(
                    ".mesh.json",
                    field + " is not that of the private key: others are told a key that is not ours",
                    "'openfuse init --dir " + root + "' or serve brings it up to date");
        }
    }

    private void fileDiffers(Folder folder, String name, @Nullable String ours) throws IOException, StoreException {
        byte[] said = folder.read(name, LARGEST_KEY);
        if (ours != null && (said == null || !ours.equals(new String(said, UTF_8).trim()))) {
            found("keys", ".keys/" + name + " is not that of the private key", "serve brings it up to date");
        }
    }

    private void open(@Nullable PosixFileAttributeView file, String name, Set<PosixFilePermission> wanted, String mode)
            throws IOException {
        if (file == null) {
            return;
        }
        try {
            if (!wanted.containsAll(file.readAttributes().permissions())) {
                found("keys", name + " can be read by other users", "chmod " + mode + ' ' + root.resolve(name));
            }
        } catch (NoSuchFileException e) {
            // Told by whoever needs it.
        }
    }

    private void folders(String... names) {
        for (String name : names) {
            BasicFileAttributes attributes = attributes(name);
            if (attributes == null) {
                found(name, name + "/ is missing", "mkdir " + root.resolve(name));
            } else if (!attributes.isDirectory()) {
                found(name, name + " is " + Folder.kind(attributes) + ", not a folder", "put a folder in its place");
            }
        }
    }

    private @Nullable BasicFileAttributes attributes(String name) {
        try (Folder folder = Folder.open(root)) {
            return folder.attributes(name);
        } catch (IOException e) {
            return null;
        }
    }

    private void inbox() {
        odd("inbox", true, "inbox");
        int waiting = 0;
        try (Folder quarantine = Folder.find(root, "inbox", ".quarantine")) {
            if (quarantine != null) {
                waiting = names(quarantine, Inbox::isMessage).size();
            }
        } catch (IOException e) {
            found("inbox", StoreException.of("the quarantine can't be read", e), "see whose it is");
        }
        if (waiting > 0) {
            found(
                    "inbox",
                    waiting + " messages of strangers wait in quarantine",
                    "'openfuse inbox list --quarantine' shows them");
        }
    }

    private void outbox(Mesh mesh) {
        List<String> directories;
        try {
            directories = Store.open(root).outbox().directories();
        } catch (StoreException e) {
            return; // the folder was told of already
        }
        for (String directory : directories) {
            String fp8 = directory.length() < 8 ? "" : directory.substring(directory.length() - 8);
            if (mesh.keyring().byFp8(fp8).isEmpty() && hasFiles("outbox", directory)) {
                found(
                        "outbox",
                        "outbox/" + VisibleText.of(directory)
                                + " is for nobody in the keyring: nothing in it is delivered",
                        "'openfuse key import' the recipient's key, or remove it");
            }
            if (hasFiles("outbox", directory, ".failed")) {
                found(
                        "outbox",
                        "outbox/" + VisibleText.of(directory) + "/.failed holds messages that were refused for good",
                        "the .reason beside each says why");
            }
            odd("outbox", false, "outbox", directory);
        }
    }

    private boolean hasFiles(String... way) {
        try (Folder folder = Folder.find(root, way)) {
            return folder != null
                    && !names(folder, name -> name.endsWith(".json")).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Names in a folder that are there for a message and are none. */
    private void odd(String about, boolean read, String... way) {
        List<String> links = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        try (Folder folder = Folder.find(root, way)) {
            if (folder == null) {
                return;
            }
            for (String name : names(folder, Inbox::isMessage)) {
                BasicFileAttributes attributes = folder.attributes(name);
                if (attributes != null && !attributes.isRegularFile()) {
                    links.add(name + " (" + Folder.kind(attributes) + ")");
                } else if (attributes != null && read && !isText(folder, name)) {
                    unreadable.add(name);
                }
            }
        } catch (IOException e) {
            found(about, StoreException.of(String.join("/", way) + " can't be read", e), "see whose it is");
        }
        tell(about, links, "are no files and are never read", "remove them", way);
        tell(about, unreadable, "can't be read as text", "look at them, then remove them", way);
    }

    private static boolean isText(Folder folder, String name) throws IOException {
        try {
            byte[] content = folder.read(name, Inbox.LARGEST);
            return content == null || Utf8.decode(content).isPresent();
        } catch (StoreException e) {
            return false;
        }
    }

    private void tell(String about, List<String> names, String what, String mend, String... way) {
        if (!names.isEmpty()) {
            List<String> some = names.stream().limit(NAMED).map(VisibleText::of).toList();
            found(
                    about,
                    names.size() + " in " + VisibleText.of(String.join("/", way)) + "/ " + what + ": "
                            + String.join(", ", some) + (names.size() > NAMED ? ", …" : ""),
                    mend);
        }
    }

    private static List<String> names(Folder folder, Predicate<String> wanted) {
        List<String> names = new ArrayList<>();
        folder.names().forEachRemaining(name -> {
            if (wanted.test(name)) {
                names.add(name);
            }
        });
        names.sort(null);
        return names;
    }

    private void keyring(Mesh mesh) {
        List<KeyringEntry> before = new ArrayList<>();
        for (KeyringEntry entry : mesh.keyring().entries()) {
            try {
                KeyringDoor.check(entry, new Keyring(before, false));
            } catch (StoreException | IllegalArgumentException e) {
                found(
                        ".mesh.json",
                        "the keyring's entry '" + VisibleText.of(entry.name()) + "' is no good: " + e.getMessage(),
                        "'openfuse key import' it anew, and take it out of .mesh.json");
            }
            before.add(entry);
            if (entry.encryptionKey() == null) {
                found(
                        ".mesh.json",
                        "there is no age key of " + VisibleText.of(entry.name())
                                + ": what is sent to it can be read on the way",
                        "'openfuse key import " + VisibleText.of(entry.name()) + " FILE' with its age key");
            }
        }
    }

    private void peers(Mesh mesh) {
        for (Mesh.Peer peer : mesh.peers()) {
            try {
                PeerDoor.check(peer.name(), peer.url(), "read");
            } catch (StoreException e) {
                found(
                        ".mesh.json",
                        "the peer '" + VisibleText.of(peer.name()) + "' is no good: " + e.getMessage(),
                        "'openfuse peer remove " + VisibleText.of(peer.id()) + "', then 'openfuse peer add'");
            }
        }
    }

    private void texts() {
        for (String name : List.of("CONTEXT.md", "PROFILE.md", "CHARTER.md")) {
            BasicFileAttributes attributes = attributes(name);
            if (attributes != null && !attributes.isRegularFile()) {
                found(name, name + " is " + Folder.kind(attributes) + "; it is not read", "put the file itself there");
            }
        }
        int left = 0;
        try {
            for (String[] way : new String[][] {{}, {"inbox"}, {".keys"}}) {
                try (Folder folder = Folder.find(root, way)) {
                    left += folder == null
                            ? 0
                            : (int) names(folder, WholeFile::isTemporary).stream()
                                    .filter(name -> isOld(folder, name))
                                    .count();
                }
            }
        } catch (IOException e) {
            return; // told where it matters
        }
        if (left > 0) {
            found(
                    "files",
                    left + " temporary files of writers that died are left",
                    "serve removes them when it starts");
        }
    }

    private boolean isOld(Folder folder, String name) {
        try {
            BasicFileAttributes attributes = folder.attributes(name);
            return attributes != null
                    && attributes
                            .lastModifiedTime()
                            .toInstant()
                            .isBefore(clock.instant().minus(Duration.ofHours(1)));
        } catch (IOException e) {
            return false;
        }
    }

    private void times() {
        Instant limit = clock.instant().plus(TOLERANCE);
        boolean future = Stream.of(".mesh.json", "CONTEXT.md", "inbox", "outbox")
                .map(this::attributes)
                .anyMatch(a -> a != null && a.lastModifiedTime().toInstant().isAfter(limit));
        if (future) {
            found(
                    "clock",
                    "files were changed at a time that is still to come: this machine's clock is slow, or was fast",
                    "set the clock, for example with NTP: peers refuse messages that are ten minutes off");
        }
    }
}
