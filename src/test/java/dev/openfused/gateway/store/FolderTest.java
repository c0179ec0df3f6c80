package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
    @TempDir
    Path root;

    /** beat-these 9: the original made key files readable for all and closed them afterwards, or not at all. */
    @Test
    void aPrivateFileIsOursAloneBeforeItHoldsAnything() throws Exception {
        try (Folder keys = Folder.make(root, Access.PRIVATE, ".keys");
                FileChannel empty = keys.create("private.key", Access.PRIVATE)) {
            assertThat(empty.size()).isZero();
            assertThat(mode(".keys")).isEqualTo("rwx------");
            assertThat(mode(".keys/private.key")).isEqualTo("rw-------");
        }
    }

    private String mode(String path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
    }
}
