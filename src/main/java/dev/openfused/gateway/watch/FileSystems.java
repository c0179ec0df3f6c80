package dev.openfused.gateway.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Which file systems others write to without the kernel here knowing: there, no event ever comes. */
final class FileSystems {
    private static final List<String> SHARED = List.of(
            "nfs",
            "cifs",
            "smb",
            "9p",
            "fuse",
            "virtiofs",
            "vboxsf",
            "afs",
            "ceph",
            "gluster",
            "lustre",
            "prl_fs",
            "vmhgfs",
            "fakeowner",
            "drvfs");

    private FileSystems() {}

    static boolean isShared(Path folder) {
        try {
            Path existing = folder;
            while (!Files.exists(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            String type = Files.getFileStore(existing).type().toLowerCase(Locale.ROOT);
            return SHARED.stream().anyMatch(type::startsWith);
        } catch (IOException e) {
            return true; // a file system that can't even say what it is: look for ourselves
        }
    }
}
