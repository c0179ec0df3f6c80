package dev.openfused.gateway.store;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Who may read what we make; only our user may write it, whatever umask we inherited. Set at birth, so there is no moment
 * at which a file is open to others. A stricter umask holds.
 */
enum Access {
    /** Everybody may read: files 644, folders 755. */
    SHARED,
    /** Our user only: files 600, folders 700. */
    PRIVATE;

    static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
    static final Set<PosixFilePermission> PRIVATE_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SHARED_FILE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> SHARED_FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");

    FileAttribute<?>[] ofFile(Path where) {
        return attributes(where, this == PRIVATE ? PRIVATE_FILE : SHARED_FILE);
    }

    FileAttribute<?>[] ofFolder(Path where) {
        return attributes(where, this == PRIVATE ? PRIVATE_FOLDER : SHARED_FOLDER);
    }

    /** Whether the file system has such permissions at all; Windows has not. */
    static boolean isKnown(Path where) {
        return where.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Path where, Set<PosixFilePermission> permissions) {
        return isKnown(where)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
