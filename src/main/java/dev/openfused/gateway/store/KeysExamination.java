package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.AgentKeys;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an agent's keys are there, its own, and nobody else's to read. */
final class KeysExamination {
    private static final int LARGEST_KEY = 4096;

    private final Path root;
    private final Findings findings;

    KeysExamination(Path root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    void keys(Mesh mesh) {
        AgentKeys keys;
        try {
            keys = Store.open(root).keys();
        } catch (StoreException e) {
            findings.add("keys", e, "restore .keys/ from a backup");
            return;
        }
        differs("publicKey", keys.publicKey(), mesh.publicKey());
        differs("encryptionKey", keys.encryptionKey(), mesh.encryptionKey());
        if (keys.encryptionKey() == null) {
            findings.add(
                    "keys", "there is no age key: others can't encrypt to this agent", "'openfuse init' makes one");
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
            findings.add("keys", StoreException.of(".keys can't be looked at", e), "see whose it is");
        } catch (StoreException e) {
            findings.add("keys", e, "put the file itself there");
        }
    }

    private void differs(String field, @Nullable String ours, @Nullable String said) {
        if (ours != null && !ours.equals(said)) {
            findings.add(
                    ".mesh.json",
                    field + " is not that of the private key: others are told a key that is not ours",
                    "'openfuse init --dir " + root + "' or serve brings it up to date");
        }
    }

    private void fileDiffers(Folder folder, String name, @Nullable String ours) throws IOException, StoreException {
        byte[] said = folder.read(name, LARGEST_KEY);
        if (ours != null && (said == null || !ours.equals(new String(said, UTF_8).trim()))) {
            findings.add("keys", ".keys/" + name + " is not that of the private key", "serve brings it up to date");
        }
    }

    private void open(@Nullable PosixFileAttributeView file, String name, Set<PosixFilePermission> wanted, String mode)
            throws IOException {
        if (file == null) {
            return;
        }
        try {
            if (!wanted.containsAll(file.readAttributes().permissions())) {
                findings.add("keys", name + " can be read by other users", "chmod " + mode + ' ' + root.resolve(name));
            }
        } catch (NoSuchFileException e) {
            // Told by whoever needs it.
        }
    }
}
