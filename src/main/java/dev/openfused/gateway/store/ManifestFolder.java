package dev.openfused.gateway.store;

import dev.openfused.gateway.message.AgentName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A registry that is a folder: {@code {name}/manifest.json} for each agent (protocol section 8). */
public final class ManifestFolder {
    private static final String FILE = "manifest.json";

    private final Path root;
    private final int largest;
    private final StoreGuard guard;
    private final WholeFile files = new WholeFile(Durability.FSYNC);

    /**
     * A folder.
     *
     * @param root an existing directory
     * @param largest of a manifest, in bytes
     */
    public ManifestFolder(Path root, int largest) {
        this.root = root;
        this.largest = largest;
        this.guard = new StoreGuard(root);
    }

    /**
     * Reads a manifest.
     *
     * @param name of the agent
     * @return its bytes, or empty if there is none
     * @throws StoreException if it can't be read, is a link or too large
     */
    public Optional<byte[]> read(AgentName name) throws StoreException {
        try (Folder folder = Folder.find(root, name.value())) {
            return Optional.ofNullable(folder == null ? null : folder.read(FILE, largest));
        } catch (IOException e) {
            throw StoreException.of("the manifest of " + name + " in " + root + " can't be read", e);
        }
    }

    /**
     * Changes a manifest, whole or not at all.
     *
     * @param name of the agent
     * @param change from its bytes, null if there is none, to the new ones
     * @throws StoreException if it can't be read or written; what was there stays
     */
    public void change(AgentName name, Function<byte @Nullable [], byte[]> change) throws StoreException {
        try {
            guard.hold(() -> {
                byte[] after = change.apply(read(name).orElse(null));
                try (Folder folder = Folder.make(root, Access.SHARED, name.value())) {
                    files.replace(folder, FILE, after, Access.SHARED);
                }
                return after;
            });
        } catch (IOException e) {
            throw StoreException.of("the manifest of " + name + " in " + root + " can't be written", e);
        }
    }
}
