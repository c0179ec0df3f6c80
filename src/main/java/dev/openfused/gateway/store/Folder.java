package dev.openfused.gateway.store;

import dev.openfused.gateway.message.VisibleText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One folder of the store, held open. Below the store's root no link is followed on any component, and whoever swaps a
 * component while we work changes nothing: all names are resolved against the folder that was opened. Safe for many
 * threads, except iterating.
 *
 * <p>One gap is left, as Java can't open without waiting: a file that turns into a FIFO between the look at it and its
 * opening holds the reader up until somebody writes to it.
 */
final class Folder implements Closeable {
    private static final Set<OpenOption> READING = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATING =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final SecureDirectoryStream<Path> stream;

    private Folder(Path path, SecureDirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
    }

    /**
     * Opens a folder.
     *
     * @param root the store's directory; may itself be reached through links, as the operator named it
     * @param names the way from there
     * @return the folder; close it
     * @throws NoSuchFileException if a component is missing
     * @throws IOException if it can't be opened, is a link or no folder
     */
    static Folder open(Path root, String... names) throws IOException {
        Folder here = openRoot(root);
        for (String name : names) {
            try (Folder outer = here) {
                here = outer.inside(name);
            }
        }
        return here;
    }

    /** The same, or null if a component below the root is missing. */
    static @Nullable Folder find(Path root, String... names) throws IOException {
        try {
            return open(root, names);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Opens a folder, making what is missing of it.
     *
     * @param root the store's directory
     * @param access of the folders that are made
     * @param names the way from there
     * @return the folder; close it
     * @throws IOException if it can't be made or opened
     */
    static Folder make(Path root, Access access, String... names) throws IOException {
        Folder here = openRoot(root);
        for (String name : names) {
            try (Folder outer = here) {
                here = outer.makeInside(name, access);
            }
        }
        return here;
    }

    private static Folder openRoot(Path root) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new Folder(root, secure);
        }
        stream.close();
        return new Folder(root, new CheckedDirectory(root));
    }

    private Folder inside(String name) throws IOException {
        BasicFileAttributes attributes = attributes(name);
        if (attributes == null) {
            throw new NoSuchFileException(path.resolve(name).toString());
        }
        if (!attributes.isDirectory()) {
            throw new NotDirectoryException(path.resolve(name) + " is " + kind(attributes) + ", not a folder");
        }
        return new Folder(path.resolve(name), stream.newDirectoryStream(fileName(name), LinkOption.NOFOLLOW_LINKS));
    }

    private Folder makeInside(String name, Access access) throws IOException {
        if (attributes(name) == null) {
            try {
                Files.createDirectory(path.resolve(name), access.ofFolder(path));
                sync(); // or the first file in it is lost with it when the power goes
            } catch (FileAlreadyExistsException e) {
                // Another process made it first; what it is shows when it is opened.
            }
        }
        return inside(name);
    }

    /** Where it is, for messages to people. */
    Path path() {
        return path;
    }

    /** What stands under this name, links not followed; null if nothing does. */
    @Nullable
    BasicFileAttributes attributes(String name) throws IOException {
        try {
            return Objects.requireNonNull(stream.getFileAttributeView(
                            fileName(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS))
                    .readAttributes();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** The permissions of a file; null where the file system has none. */
    @Nullable
    PosixFileAttributeView permissions(String name) {
        return stream.getFileAttributeView(fileName(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** The permissions of the folder itself; null where the file system has none. */
    @Nullable
    PosixFileAttributeView own() {
        return stream.getFileAttributeView(PosixFileAttributeView.class);
    }

    /** The names in it, unordered; can be asked once. */
    Iterator<String> names() {
        Iterator<Path> entries = stream.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public String next() {
                return String.valueOf(entries.next().getFileName());
            }
        };
    }

    /**
     * Reads a file whole.
     *
     * @param name its base name
     * @param largest in bytes
     * @return its bytes, or null if there is none
     * @throws StoreException if it is a link, no regular file, or too large
     * @throws IOException if it can't be read
     */
    byte @Nullable [] read(String name, int largest) throws IOException, StoreException {
        BasicFileAttributes attributes = attributes(name);
        if (attributes == null) {
            return null;
        }
        if (!attributes.isRegularFile()) {
            throw new StoreException(VisibleText.of(name) + " is " + kind(attributes)
                    + ", not a regular file; it is not read, remove it from " + path);
        }
        if (attributes.size() > largest) {
            throw tooLarge(name, largest);
        }
        try (SeekableByteChannel file = stream.newByteChannel(fileName(name), READING)) {
            ByteBuffer content = ByteBuffer.allocate((int) attributes.size() + 1);
            while (file.read(content) >= 0) {
                if (content.position() > largest) {
                    throw tooLarge(name, largest);
                }
                if (!content.hasRemaining()) { // it grew since we looked
                    content = ByteBuffer.allocate(2 * content.capacity()).put(content.flip());
                }
            }
            return Arrays.copyOf(content.array(), content.position());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Opens a file to be read piece by piece.
     *
     * @param name its base name
     * @return the file, or empty if there is no regular file of that name
     * @throws IOException if it can't be opened
     */
    Optional<PublicFiles.PublicFile> open(String name) throws IOException {
        BasicFileAttributes attributes = attributes(name);
        if (attributes == null || !attributes.isRegularFile()) {
            return Optional.empty();
        }
        return Optional.of(new PublicFiles.PublicFile(
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                version(attributes),
                Channels.newInputStream(stream.newByteChannel(fileName(name), READING))));
    }

    /** Changes whenever the file does; letters, digits and hyphens. */
    static String version(BasicFileAttributes attributes) {
        return Long.toString(attributes.size(), 36)
                + '-'
                + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)
                + '-'
                + Integer.toString(Objects.hashCode(attributes.fileKey()) & 0x7fffffff, 36);
    }

    /** Makes an empty file and opens it; fails if the name is taken, by a dangling link too. */
    FileChannel create(String name, Access access) throws IOException {
        return (FileChannel) stream.newByteChannel(fileName(name), CREATING, access.ofFile(path));
    }

    /** Renames; replaces what has the new name. */
    void rename(String name, Folder target, String newName) throws IOException {
        stream.move(fileName(name), target.stream, fileName(newName));
    }

    /** Removes a file, or the link itself. */
    void delete(String name) throws IOException {
        try {
            stream.deleteFile(fileName(name));
        } catch (NoSuchFileException e) {
            // Gone is what was asked for.
        }
    }

    /** Removes a folder if it is empty. */
    void deleteIfEmpty(String name) throws IOException {
        try {
            stream.deleteDirectory(fileName(name));
        } catch (NoSuchFileException | DirectoryNotEmptyException e) {
            // Gone, or needed.
        }
    }

    /** Makes the names in it durable. */
    void sync() throws IOException {
        if (stream instanceof CheckedDirectory) {
            return; // No handle on a directory there; the file system orders names itself.
        }
        try (SeekableByteChannel self = stream.newByteChannel(Path.of("."), Set.of(StandardOpenOption.READ))) {
            ((FileChannel) self).force(true);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private static Path fileName(String name) {
        return Path.of(name);
    }

    private StoreException tooLarge(String name, int largest) {
        return new StoreException(
                VisibleText.of(name) + " in " + path + " is larger than " + largest + " bytes; it is not read");
    }

    static String kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return "a symbolic link";
        }
        if (attributes.isDirectory()) {
            return "a folder";
        }
        return attributes.isRegularFile() ? "a regular file" : "a FIFO, socket or device";
    }
}
