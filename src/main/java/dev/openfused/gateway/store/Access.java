package dev.openfused.gateway.store;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who may read what we make. Set at birth, so there is no moment at which a private file is open to others. */
enum Access {
    /** As the process's umask says. */
    SHARED,
    /** Our user only: files 600, folders 700. */
    PRIVATE;

    static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
    static final Set<PosixFilePermission> PRIVATE_FOLDER = PosixFilePermissions.fromString("rwx------");

    FileAttribute<?>[] ofFile(Path where) {
        return attributes(where, PRIVATE_FILE);
    }

    FileAttribute<?>[] ofFolder(Path where) {
        return attributes(where, PRIVATE_FOLDER);
    }

    /** Whether the file system has such permissions at all; Windows has not. */
    static boolean isKnown(Path where) {
        return where.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private FileAttribute<?>[] attributes(Path where, Set<PosixFilePermission> permissions) {
        return this == PRIVATE && isKnown(where)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
