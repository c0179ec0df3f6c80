package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OwnFilesTest {
    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void make() throws StoreException {
        store = Store.init(folder, "alice");
    }

    @Test
    void aShareWhoseContentIsSlowToComeHoldsNobodyUp() throws Exception {
        try (PipedOutputStream slow = new PipedOutputStream();
                PipedInputStream content = new PipedInputStream(slow)) {
            CompletableFuture<Long> shared = CompletableFuture.supplyAsync(() -> {
                try {
                    return store.ownFiles().share("report.txt", content);
                } catch (StoreException e) {
                    throw new IllegalStateException(e);
                }
            });
            slow.write("first".getBytes(UTF_8));

            store.ownFiles().writeProfile("meanwhile".getBytes(UTF_8));
            assertThat(folder.resolve("shared/report.txt")).doesNotExist();

            slow.write(" and last".getBytes(UTF_8));
            slow.close();
            assertThat(shared.get(45, TimeUnit.SECONDS)).isEqualTo(14);
        }
        assertThat(folder.resolve("shared/report.txt")).hasContent("first and last");
    }

    @Test
    void aShareThatBreaksOffLeavesWhatWasThere() throws Exception {
        Files.writeString(folder.resolve("shared/report.txt"), "older");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the pipe is gone");
            }
        };

        assertThatThrownBy(() -> store.ownFiles().share("report.txt", broken))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the pipe is gone");
        try (Stream<Path> files = Files.list(folder.resolve("shared"))) {
            assertThat(files).containsExactly(folder.resolve("shared/report.txt"));
        }
        assertThat(folder.resolve("shared/report.txt")).hasContent("older");
    }

    @Test
    void whatCanNotBeArchivedStaysInTheContext() throws Exception {
        byte[] before = store.ownFiles().context();
        Files.delete(folder.resolve("history"));
        Files.createSymbolicLink(folder.resolve("history"), folder.resolve("knowledge"));

        assertThatThrownBy(() -> store.ownFiles()
                        .editContext(content -> new OwnFiles.Edited(new byte[0], List.of(content)), LocalDate.EPOCH))
                .isInstanceOf(StoreException.class);
        assertThat(store.ownFiles().context()).isEqualTo(before);
    }

    @Test
    void whatIsTooLargeIsNotWritten() throws Exception {
        assertThatThrownBy(() -> store.ownFiles().writeProfile(new byte[OwnFiles.LARGEST + 1]))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("would be larger");
        assertThat(Files.size(folder.resolve("PROFILE.md"))).isLessThan(1000);
    }
}
