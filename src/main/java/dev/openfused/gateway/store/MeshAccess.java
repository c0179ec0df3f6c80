package dev.openfused.gateway.store;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks whether every account of the machine can write or replace {@code .mesh.json}, which says who is trusted. */
final class MeshAccess {
    private static final String FOLDER = "its folder";

    private final Path root;

    MeshAccess(Path root) {
        this.root = root;
    }

    /**
     * Takes that from others. A folder that belongs to somebody else, as a mounted volume may, stays as it is; {@link
     * #examine} tells.
     *
     * @return what was changed, relative to the store
     * @throws StoreException if the file itself stays open
     */
    List<String> takeFromOthers() throws StoreException {
        List<String> changed = new ArrayList<>();
        try (Folder folder = Folder.open(root)) {
            PosixFileAttributeView file = folder.permissions(MeshFile.NAME);
            PosixFileAttributeView own = folder.own();
            if (file == null || own == null) {
                return changed; // no such permissions here
            }
            if (isOpen(file)) {
                close(file);
                changed.add(MeshFile.NAME);
            }
            if (isOpen(own) && own.getOwner().equals(file.getOwner())) {
                close(own);
                changed.add(FOLDER);
            }
        } catch (IOException e) {
            throw StoreException.of(
                    MeshFile.NAME + " in " + root
                            + " can be written by every account, and we can't change that; run 'chmod o-w "
                            + root.resolve(MeshFile.NAME) + "' as its owner",
                    e);
        }
        return changed;
    }

    void examine(Findings findings) {
        try (Folder folder = Folder.open(root)) {
            if (isOpen(folder.permissions(MeshFile.NAME))) {
                findings.add(
                        MeshFile.NAME,
                        "every account of this machine can write it, and so decide whom this agent trusts",
                        "chmod o-w " + root.resolve(MeshFile.NAME));
            }
            if (isOpen(folder.own())) {
                findings.add(
                        MeshFile.NAME,
                        "every account of this machine can replace it, as the folder is writable by all",
                        "chmod o-w " + root);
            }
        } catch (IOException e) {
            findings.add(
                    MeshFile.NAME,
                    StoreException.of("its permissions can't be read", e),
                    "check its owner with 'ls -l'");
        }
    }

    private static boolean isOpen(@Nullable PosixFileAttributeView file) throws IOException {
        return file != null && file.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static void close(PosixFileAttributeView file) throws IOException {
        Set<PosixFilePermission> permissions =
                new HashSet<>(file.readAttributes().permissions());
        permissions.remove(PosixFilePermission.OTHERS_WRITE);
        file.setPermissions(permissions);
    }
}
