package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The id of the queue's state that this store works with, in {@code .gateway/state}. A state with another id has replaced
 * it, or was created because it was gone.
 */
public final class KnownState {
    private static final String FILE = "state";

    private final Path root;
    private final WholeFile files;

    KnownState(Path root, WholeFile files) {
        this.root = root;
        this.files = files;
    }

    /**
     * The id.
     *
     * @return empty if no gateway ran here yet
     * @throws StoreException if it can't be read
     */
    public Optional<String> id() throws StoreException {
        Path file = root.resolve(Store.GATEWAY).resolve(FILE);
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(Files.readString(file, UTF_8).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw StoreException.of(file + " can't be read", e);
        }
    }

    /**
     * Goes on with a state.
     *
     * @param id of the state
     * @throws StoreException if it can't be written
     */
    public void is(String id) throws StoreException {
        try (Folder folder = Folder.make(root, Access.PRIVATE, Store.GATEWAY)) {
            files.replace(folder, FILE, (id + '\n').getBytes(UTF_8), Access.PRIVATE);
        } catch (IOException e) {
            throw StoreException.of(root.resolve(Store.GATEWAY).resolve(FILE) + " can't be written", e);
        }
    }
}
