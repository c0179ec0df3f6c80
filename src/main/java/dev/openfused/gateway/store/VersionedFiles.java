package dev.openfused.gateway.store;

import dev.openfused.gateway.message.FileCopy;
import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plain files of some folders and their sub-folders, each known by its path and its version, {@code
 * shared/report.pdf@1x-…}: so a changed file has another name. Links, hidden names and temporary files do not exist here.
 */
public final class VersionedFiles {
    private static final int DEEPEST = 20;

    private final Path root;
    private final List<String> folders;

    /**
     * The files under a directory.
     *
     * @param root the directory of a store or a workspace
     * @param folders base names of those folders in it that are looked into
     */
    public VersionedFiles(Path root, List<String> folders) {
        this.root = root;
        this.folders = List.copyOf(folders);
    }

    /**
     * A file as it was read.
     *
     * @param path from the root on
     * @param modified when it was last changed
     * @param size in bytes
     * @param content its bytes; none if it is larger than {@link FileCopy#LARGEST}
     */
    public record Read(String path, Instant modified, long size, byte[] content) {}

    /**
     * The path in a name.
     *
     * @param name a path and a version
     * @return the path
     */
    public static String pathOf(String name) {
        return name.substring(0, name.lastIndexOf('@'));
    }

    /**
     * The names of all files. No file is opened; memory is for the names.
     *
     * @return names, unordered
     * @throws StoreException if a folder can't be read
     */
    public Stream<String> names() throws StoreException {
        List<String> names = new ArrayList<>();
        for (String folder : folders) {
            collect(List.of(folder), names);
        }
        return names.stream();
    }

    private void collect(List<String> way, List<String> names) throws StoreException {
        if (way.size() > DEEPEST) {
            return;
        }
        List<String> inside = new ArrayList<>();
        try (Folder folder = Folder.find(root, way.toArray(String[]::new))) {
            if (folder == null) {
                return;
            }
            for (Iterator<String> each = folder.names(); each.hasNext(); ) {
                String name = each.next();
                BasicFileAttributes attributes = PublicFiles.isShown(name) ? folder.attributes(name) : null;
                if (attributes != null && attributes.isDirectory()) {
                    inside.add(name);
                } else if (attributes != null && attributes.isRegularFile()) {
                    names.add(String.join("/", way) + '/' + name + '@' + Folder.version(attributes));
                }
            }
        } catch (NotDirectoryException e) {
            return;
        } catch (IOException e) {
            throw StoreException.of(String.join("/", way) + " can't be read", e);
        }
        for (String name : inside) {
            List<String> deeper = new ArrayList<>(way);
            deeper.add(name);
            collect(deeper, names);
        }
    }

    /**
     * The name that a file has now.
     *
     * @param path from the root on, as somebody says
     * @return its name; empty if there is no such file that is shown
     * @throws StoreException if its folder can't be read
     */
    public Optional<String> name(String path) throws StoreException {
        BasicFileAttributes attributes = attributes(path);
        return attributes == null ? Optional.empty() : Optional.of(path + '@' + Folder.version(attributes));
    }

    /**
     * Whether the file is there in this version.
     *
     * @param name a path and a version
     * @return false if it is gone or changed
     * @throws StoreException if its folder can't be read
     */
    public boolean contains(String name) throws StoreException {
        return name(pathOf(name)).filter(name::equals).isPresent();
    }

    /**
     * Reads a file.
     *
     * @param name a path and a version
     * @return the file; empty if it is gone or changed
     * @throws StoreException if it can't be read
     */
    public Optional<Read> read(String name) throws StoreException {
        String path = pathOf(name);
        BasicFileAttributes attributes = attributes(path);
        if (attributes == null || !name.equals(path + '@' + Folder.version(attributes))) {
            return Optional.empty();
        }
        byte[] content = attributes.size() > FileCopy.LARGEST ? new byte[0] : content(path);
        return content == null
                ? Optional.empty()
                : Optional.of(new Read(path, attributes.lastModifiedTime().toInstant(), attributes.size(), content));
    }

    private byte @Nullable [] content(String path) throws StoreException {
        try (Folder folder = folderOf(path)) {
            return folder == null ? null : folder.read(baseName(path), FileCopy.LARGEST);
        } catch (IOException e) {
            throw StoreException.of(VisibleText.of(path) + " can't be read", e);
        }
    }

    private @Nullable BasicFileAttributes attributes(String path) throws StoreException {
        List<String> parts = Arrays.asList(path.split("/", -1));
        boolean shown = parts.size() > 1
                && parts.size() <= DEEPEST + 1
                && folders.contains(parts.get(0))
                && parts.stream().allMatch(PublicFiles::isShown);
        try (Folder folder = shown ? folderOf(path) : null) {
            BasicFileAttributes attributes = folder == null ? null : folder.attributes(baseName(path));
            return attributes == null || !attributes.isRegularFile() ? null : attributes;
        } catch (IOException e) {
            throw StoreException.of(VisibleText.of(path) + " can't be read", e);
        }
    }

    private @Nullable Folder folderOf(String path) throws IOException {
        try {
            return Folder.find(root, path.substring(0, path.lastIndexOf('/')).split("/"));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        }
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
