package dev.openfused.gateway.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a store shows to its peers: {@code CONTEXT.md}, {@code PROFILE.md}, {@code shared/} and {@code knowledge/} with
 * their sub-folders (protocol section 6). Links, hidden names and temporary files do not exist here.
 */
public final class PublicFiles {
    private static final String PROFILE = "PROFILE.md";
    private static final Set<String> FILES = Set.of("CONTEXT.md", PROFILE);
    private static final Set<String> FOLDERS = Set.of("shared", "knowledge");

    private final Path root;

    PublicFiles(Path root) {
        this.root = root;
    }

    /**
     * One name in a folder.
     *
     * @param name base name
     * @param folder whether it is a folder
     * @param size in bytes; 0 for a folder
     * @param version that of the file, as {@link PublicFile#version}; null for a folder
     */
    public record Entry(
            String name,
            boolean folder,
            long size,
            @Nullable String version) {}

    /**
     * A file, opened. Close its content.
     *
     * @param size in bytes, as it was opened
     * @param modified when it was last changed
     * @param version changes whenever the file does; letters, digits and hyphens
     * @param content its bytes
     */
    public record PublicFile(long size, Instant modified, String version, InputStream content) {}

    /**
     * Opens {@code PROFILE.md}.
     *
     * @return the file, or empty if there is none
     * @throws StoreException if it can't be read
     */
    public Optional<PublicFile> profile() throws StoreException {
        return open(List.of(PROFILE));
    }

    /**
     * Opens a file.
     *
     * @param way the names from the store's root to it, as somebody asked for them
     * @return the file, or empty if there is none that is shown
     * @throws StoreException if it can't be read
     */
    public Optional<PublicFile> open(List<String> way) throws StoreException {
        if (!isPublic(way) || (way.size() == 1 && !FILES.contains(way.get(0)))) {
            return Optional.empty();
        }
        int last = way.size() - 1;
        try (Folder folder = Folder.open(root, way.subList(0, last).toArray(String[]::new))) {
            return folder.open(way.get(last));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreException.of(String.join("/", way) + " can't be read", e);
        }
    }

    /**
     * Lists a folder, sorted by name; the store's root shows the public names only.
     *
     * @param way the names from the store's root to it; none for the root
     * @return what is in it, or empty if there is no such folder that is shown
     * @throws StoreException if it can't be read
     */
    public Optional<List<Entry>> list(List<String> way) throws StoreException {
        if (!way.isEmpty() && (!isPublic(way) || FILES.contains(way.get(0)))) {
            return Optional.empty();
        }
        try (Folder folder = Folder.open(root, way.toArray(String[]::new))) {
            List<Entry> entries = new ArrayList<>();
            for (Iterator<String> names = folder.names(); names.hasNext(); ) {
                String name = names.next();
                BasicFileAttributes attributes =
                        way.isEmpty() && !isPublic(List.of(name)) || !isShown(name) ? null : folder.attributes(name);
                if (attributes != null && (attributes.isDirectory() || attributes.isRegularFile())) {
                    boolean isFolder = attributes.isDirectory();
                    entries.add(
                            isFolder
                                    ? new Entry(name, true, 0, null)
                                    : new Entry(name, false, attributes.size(), Folder.version(attributes)));
                }
            }
            entries.sort(Comparator.comparing(Entry::name));
            return Optional.of(List.copyOf(entries));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreException.of("/" + String.join("/", way) + " can't be listed", e);
        }
    }

    private static boolean isPublic(List<String> way) {
        return !way.isEmpty()
                && (way.size() == 1 && FILES.contains(way.get(0)) || FOLDERS.contains(way.get(0)))
                && way.stream().allMatch(PublicFiles::isShown);
    }

    static boolean isShown(String name) {
        try {
            BaseName.of(name);
        } catch (StoreException e) {
            return false;
        }
        return !name.endsWith("~") && !name.endsWith(".tmp") && !name.endsWith(".part");
    }
}
