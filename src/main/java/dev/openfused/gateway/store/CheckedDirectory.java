package dev.openfused.gateway.store;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link SecureDirectoryStream} where the platform has none (macOS, Windows): works by path and looks at
 * each component before it uses it, so a link is refused, though not one that is put there in between.
 */
final class CheckedDirectory implements SecureDirectoryStream<Path> {
    private final Path path;
    private final DirectoryStream<Path> entries;

    CheckedDirectory(Path path) throws IOException {
        this.path = path;
        this.entries = Files.newDirectoryStream(path);
    }

    @Override
    public SecureDirectoryStream<Path> newDirectoryStream(Path name, LinkOption... options) throws IOException {
        Path inside = path.resolve(name);
        if (!Files.readAttributes(inside, BasicFileAttributes.class, options).isDirectory()) {
            throw new NotDirectoryException(inside.toString());
        }
        return new CheckedDirectory(inside);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return Files.newByteChannel(path.resolve(name), options, attributes);
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        Files.delete(path.resolve(name));
    }

    @Override
    public void deleteDirectory(Path name) throws IOException {
        Files.delete(path.resolve(name));
    }

    @Override
    public void move(Path source, SecureDirectoryStream<Path> target, Path name) throws IOException {
        Files.move(
                path.resolve(source),
                ((CheckedDirectory) target).path.resolve(name),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(Class<V> type) {
        return Files.getFileAttributeView(path, type);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path name, Class<V> type, LinkOption... options) {
        return Files.getFileAttributeView(path.resolve(name), type, options);
    }

    @Override
    public Iterator<Path> iterator() {
        return entries.iterator();
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }
}
