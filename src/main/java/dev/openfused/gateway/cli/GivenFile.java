package dev.openfused.gateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file named on a command line. Only regular files are read: a device may never end, a FIFO may wait for ever for a
 * writer, and a link may lead to a file that was not meant to be shared.
 */
record GivenFile(Path path) {
    /**
     * Opens it.
     *
     * @return its bytes; close it
     * @throws CommandFailedException if there is none, it is no regular file, or it can't be read
     */
    InputStream open() throws CommandFailedException {
        try {
            requireRegular(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
            return Files.newInputStream(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw CommandFailedException.refused("there is no file " + path, null);
        } catch (IOException e) {
            throw CommandFailedException.refused(path + " can't be read: " + e.getMessage(), null);
        }
    }

    private void requireRegular(BasicFileAttributes attributes) throws CommandFailedException {
        if (attributes.isSymbolicLink()) {
            throw CommandFailedException.refused(
                    path + " is a symbolic link, not a regular file", "give the file that it leads to");
        }
        if (attributes.isDirectory()) {
            throw CommandFailedException.refused(
                    path + " is a folder, not a regular file", "give its files one by one");
        }
        if (!attributes.isRegularFile()) {
            throw CommandFailedException.refused(
                    path + " is a FIFO, socket or device, not a regular file", "give - to read standard input");
        }
    }
}
