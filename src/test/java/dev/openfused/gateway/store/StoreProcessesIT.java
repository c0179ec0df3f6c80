package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.keyring.KeyringEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes at once on one store. */
class StoreProcessesIT {
    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void makeAStoreThatKnowsBob() throws Exception {
        store = Store.init(folder, "wisp");
        store.mesh()
                .importKey(new KeyringEntry(
                        "bob", "", AgentKeys.generate().publicKey(), null, false, false, null, null, "x"));
    }

    @Test
    void twelveParallelImportsAllSurvive() throws Exception {
        inParallel("import", 4, 3);

        assertThat(store.mesh().read().keyring().entries()).hasSize(1 + 12);
    }

    @Test
    void twentyParallelSendsStoreTwentyFiles() throws Exception {
        inParallel("send", 4, 5);

        assertThat(store.outbox().waiting()).hasSize(20);
        assertThat(store.outbox().waiting())
                .allSatisfy(entry ->
                        assertThat(store.outbox().read(entry)).asString().contains("\"signature\""));
    }

    @Test
    void twentyParallelAdditionsToTheContextAllSurvive() throws Exception {
        inParallel("context", 4, 5);

        assertThat(new String(store.ownFiles().context(), StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.matches("[0-9]-[0-9]"))
                .hasSize(20)
                .doesNotHaveDuplicates();
    }

    @Test
    void twentyParallelArrivalsUnderOneNameAreAllStoredWhole() throws Exception {
        inParallel("receive", 4, 5);

        try (Stream<Path> files = Files.list(folder.resolve("inbox"))) {
            assertThat(files.map(StoreProcessesIT::text).distinct())
                    .hasSize(20)
                    .allMatch(text -> text.matches("[0-9]-[0-9]"));
        }
    }

    @Test
    void theLockOfAProcessThatWasKilledIsFree() throws Exception {
        Process holder = start(StoreLockHolder.class, folder.toString());
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            assertThatThrownBy(() -> StoreLock.acquire(store, Clock.systemUTC()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is served by process " + holder.pid());
            assertThat(StoreLock.holder(store)).isPresent();
        } finally {
            holder.destroyForcibly().waitFor();
        }

        assertThat(StoreLock.holder(store)).isEmpty();
        StoreLock.acquire(store, Clock.systemUTC()).close();
    }

    private void inParallel(String what, int processes, int times) throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            writers.add(start(StoreWriter.class, what, folder.toString(), String.valueOf(i), String.valueOf(times)));
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor()).isZero();
        }
    }

    private static Process start(Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
