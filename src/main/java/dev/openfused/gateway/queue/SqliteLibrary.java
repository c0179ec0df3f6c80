package dev.openfused.gateway.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.util.LibraryLoaderUtil;

/** SQLite's native library, which comes inside its jar. */
public final class SqliteLibrary {
    private SqliteLibrary() {}

    /**
     * Writes the library for this machine into a folder, for later processes that have {@code org.sqlite.lib.path} point
     * there. Otherwise each of them writes it out and compares it byte by byte, which takes 0.1 s.
     *
     * @param folder exists; what is there of that name is replaced at once
     * @throws IOException if it can't be written
     */
    public static void copyTo(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        try (InputStream library =
                SqliteLibrary.class.getResourceAsStream(LibraryLoaderUtil.getNativeLibResourcePath() + '/' + name)) {
            if (library == null) {
                return; // none for this machine: SQLite says so when it is asked for
            }
            Path part = folder.resolve(name + ".part");
            Files.deleteIfExists(part);
            Files.createFile(part, SqliteDatabase.mode(part, "rw-r--r--")); // it is executed: nobody else may write it
            try (OutputStream copy = Files.newOutputStream(part)) {
                library.transferTo(copy);
            }
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
