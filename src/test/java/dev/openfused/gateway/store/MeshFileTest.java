package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.keyring.KeyringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@code .mesh.json} that others write to as well. */
class MeshFileTest extends MeshFolder {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"name\": \"bob\", \"keyring\": {}}",
                "{\"id\": \"x\"}",
                "{\"name\": \"bob\"} trailing",
                "{\"name\": \"bob\", \"name\": \"eve\"}"
            })
    void aCorruptFileIsOneClearErrorAndNeverWrittenOver(String text) throws Exception {
        MeshFile file = fileWith(text);

        for (ThrowingCallable act : List.<ThrowingCallable>of(
                file::read, () -> file.update(mesh -> mesh), () -> file.importKey(entry("alice", ALICE)))) {
            assertThatThrownBy(act)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(".mesh.json")
                    .hasMessageContaining("malformed and left as it is")
                    .hasMessageNotContaining("\n");
        }
        assertThat(mesh()).hasContent(text);
    }

    @Test
    void aFileThatIsALinkIsNotRead() throws Exception {
        MeshFile file = fileWith("{}");
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "{\"name\": \"eve\"}");
        Files.delete(mesh());
        Files.createSymbolicLink(mesh(), elsewhere);

        assertThatThrownBy(file::read).isInstanceOf(StoreException.class).hasMessageContaining("symbolic link");
    }

    @Test
    void absentListsAreEmptyAndAbsentAddressesToo() throws Exception {
        Mesh mesh = fileWith("{\"name\": \"bob\"}").read();

        assertThat(mesh.peers()).isEmpty();
        assertThat(mesh.keyring().entries()).isEmpty();
        Mesh withEntry = fileWith("{\"name\":\"bob\",\"keyring\":[{\"name\":\"alice\",\"signingKey\":\"x\"}]}")
                .read();
        assertThat(withEntry.keyring().entries())
                .extracting(KeyringEntry::address)
                .containsExactly("");
    }

    @Test
    void whatAnotherProcessWroteIsSeen() throws Exception {
        MeshFile file = copyOf(vector("R-after-import.head.json"));
        assertThat(file.read().keyring().find("alice").trusted()).isFalse();

        Files.copy(vector("R-after-trust.head.json"), folder.resolve("new"));
        Files.move(folder.resolve("new"), mesh(), StandardCopyOption.ATOMIC_MOVE);

        assertThat(file.read().keyring().find("alice").trusted()).isTrue();
    }

    @Test
    void aFileThatDidNotChangeIsNotParsedAgain() throws Exception {
        MeshFile file = copyOf(vector("R-after-trust.head.json"));
        Files.setLastModifiedTime(mesh(), FileTime.from(NOW.minusSeconds(60)));

        assertThat(file.read()).isSameAs(file.read());
    }

    @Test
    void theFileKeepsItsPermissions() throws Exception {
        MeshFile file = copyOf(vector("R-after-trust.head.json"));
        Files.setPosixFilePermissions(mesh(), PosixFilePermissions.fromString("rw-rw-r--"));

        file.addPeer("p1", "https://p1.example", "read");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mesh())))
                .isEqualTo("rw-rw-r--");
    }
}
