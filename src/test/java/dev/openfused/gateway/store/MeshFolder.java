package dev.openfused.gateway.store;

import dev.openfused.gateway.Vectors;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.Relationship;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** A folder with a {@code .mesh.json}, for tests. */
abstract class MeshFolder {
    static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    static final String ALICE = "9c620a9865b6db8cc3ec23d8d5ff3db3dd37f146758d85629602e1ddfb715488";

    @TempDir
    Path folder;

    static KeyringEntry entry(String name, String key) {
        return new KeyringEntry(name, "", key, null, false, false, null, null, "2026-11-24T10:00:00.000Z");
    }

    static KeyringEntry with(
            KeyringEntry entry,
            boolean trusted,
            boolean subscribed,
            @Nullable Relationship relationship,
            @Nullable String note) {
        return new KeyringEntry(
                entry.name(),
                entry.address(),
                entry.signingKey(),
                entry.encryptionKey(),
                trusted,
                subscribed,
                relationship,
                note,
                entry.added());
    }

    static Path vector(String name) {
        return Vectors.folder("openfused").resolve("mesh").resolve(name);
    }

    Path mesh() {
        return folder.resolve(".mesh.json");
    }

    MeshFile copyOf(Path original) throws IOException {
        return fileWith(Files.readString(original));
    }

    MeshFile copyIn(String name, Path original) throws IOException {
        Path other = Files.createDirectory(folder.resolve(name));
        Files.copy(original, other.resolve(".mesh.json"));
        return file(other);
    }

    MeshFile fileWith(String text) throws IOException {
        Files.writeString(mesh(), text);
        return file(folder);
    }

    static MeshFile file(Path root) {
        return new MeshFile(
                root, new StoreGuard(root), new WholeFile(Durability.NONE), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
