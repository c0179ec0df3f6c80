package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in where the platform can't hold directories open. */
class CheckedDirectoryTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makeFolders() throws Exception {
        Files.createDirectory(folder.resolve("inside"));
        Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(folder.resolve("elsewhere/secret"), "s");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("inside/secret"), folder.resolve("elsewhere/secret"));
    }

    @Test
    void aLinkToAFolderIsNotEntered() throws Exception {
        try (CheckedDirectory directory = new CheckedDirectory(folder)) {
            assertThatThrownBy(() -> directory.newDirectoryStream(Path.of("link"), LinkOption.NOFOLLOW_LINKS))
                    .isInstanceOf(NotDirectoryException.class);
        }
    }

    @Test
    void aLinkToAFileIsSeenAsOneAndNotOpened() throws Exception {
        try (CheckedDirectory directory = new CheckedDirectory(folder);
                SecureDirectoryStream<Path> inside =
                        directory.newDirectoryStream(Path.of("inside"), LinkOption.NOFOLLOW_LINKS)) {
            BasicFileAttributeView view = Objects.requireNonNull(inside.getFileAttributeView(
                    Path.of("secret"), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
            assertThat(view.readAttributes().isSymbolicLink()).isTrue();
            assertThatThrownBy(() -> inside.newByteChannel(
                            Path.of("secret"), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))
                    .isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void filesAreMadeMovedAndRemovedWhereItStands() throws Exception {
        try (CheckedDirectory directory = new CheckedDirectory(folder);
                SecureDirectoryStream<Path> inside =
                        directory.newDirectoryStream(Path.of("inside"), LinkOption.NOFOLLOW_LINKS)) {
            directory
                    .newByteChannel(Path.of("a"), Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW))
                    .close();
            directory.move(Path.of("a"), inside, Path.of("b"));
            assertThat(folder.resolve("inside/b")).exists();
            inside.deleteFile(Path.of("b"));
        }
        assertThat(folder.resolve("inside/b")).doesNotExist();
    }
}
