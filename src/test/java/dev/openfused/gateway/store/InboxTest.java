package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {
    @TempDir
    Path folder;

    private Inbox inbox;
    private Path directory;

    @BeforeEach
    void makeAStore() throws Exception {
        inbox = Store.init(folder.resolve("wisp"), "wisp").inbox();
        directory = inbox.directory();
    }

    @Test
    void aStoredMessageIsReadBackByteForByteAndNothingElseStaysBehind() throws Exception {
        byte[] content = {0, 1, (byte) 0xff, '\r', '\n'};

        String name = inbox.put("a.json", content);

        assertThat(name).isEqualTo("a.json");
        assertThat(inbox.read("a.json"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(content));
        assertThat(files()).containsExactly("a.json");
    }

    @Test
    void aTakenNameIsNeverWrittenOver() throws Exception {
        assertThat(inbox.put("a.json", bytes("1"))).isEqualTo("a.json");
        assertThat(inbox.put("a.json", bytes("2"))).isEqualTo("a-2.json");
        assertThat(inbox.put("a.json", bytes("3"))).isEqualTo("a-3.json");
        assertThat(directory.resolve("a.json")).hasContent("1");
        assertThat(directory.resolve("a-3.json")).hasContent("3");
    }

    @Test
    void manyThreadsStoringUnderOneNameAllSucceed() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> puts = IntStream.range(0, 200)
                    .mapToObj(i -> (Callable<String>) () -> inbox.put("a.json", bytes("message " + i)))
                    .toList();
            Set<String> names =
                    pool.invokeAll(puts).stream().map(InboxTest::result).collect(Collectors.toSet());

            assertThat(names).hasSize(200);
        } finally {
            pool.shutdownNow();
        }
        Set<String> contents = files().stream().map(this::content).collect(Collectors.toSet());
        assertThat(contents).hasSize(200);
    }

    @Test
    void aHalfWrittenFileOfADeadWriterIsNotAMessageAndBlocksNobody() throws Exception {
        Files.writeString(directory.resolve(".a.json.tmp"), "{ \"from\"");

        String name = inbox.put("a.json", bytes("whole"));

        try (Stream<String> names = inbox.names()) {
            assertThat(names).containsExactly(name);
        }
        assertThat(inbox.read(name))
                .hasValueSatisfying(read -> assertThat(read).asString().isEqualTo("whole"));
    }

    @Test
    void onlyMessagesAreNamed() throws Exception {
        for (String name : List.of("a.json", "b.md", "c.txt", ".hidden.json", "d.json.tmp", "e")) {
            Files.writeString(directory.resolve(name), "");
        }

        try (Stream<String> names = inbox.names()) {
            assertThat(names).containsExactlyInAnyOrder("a.json", "b.md");
        }
    }

    @Test
    void anArchivedMessageIsStillFound() throws Exception {
        inbox.put("a.json", bytes("1"));

        inbox.archive("a.json");

        assertThat(directory.resolve("a.json")).doesNotExist();
        assertThat(directory.resolve(".read/a.json")).hasContent("1");
        assertThat(inbox.read("a.json")).isPresent();
        assertThat(inbox.contains("a.json")).isTrue();
        assertThat(inbox.contains("b.json")).isFalse();
        assertThat(inbox.read("b.json")).isEmpty();
    }

    @Test
    void archivingKeepsWhatIsArchivedUnderThatName() throws Exception {
        inbox.put("a.json", bytes("1"));
        inbox.archive("a.json");
        inbox.put("a.json", bytes("2"));
        inbox.archive("a.json");

        assertThat(directory.resolve(".read/a.json")).hasContent("1");
        assertThat(directory.resolve(".read/a-2.json")).hasContent("2");
    }

    @Test
    void archivingWhatIsNotThereIsAnError() {
        assertThatThrownBy(() -> inbox.archive("a.json"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no message 'a.json'");
    }

    @Test
    void aLinkIsNeverFollowed() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "AGE-SECRET-KEY-1");
        Files.createSymbolicLink(directory.resolve("a.json"), secret);
        Files.createSymbolicLink(directory.resolve("dangling.json"), folder.resolve("nowhere"));

        assertRefused("a.json", "is a symbolic link");
        assertRefused("dangling.json", "is a symbolic link");
        assertThat(inbox.put("dangling.json", bytes("1"))).isEqualTo("dangling-2.json");
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void anInboxThatIsALinkIsNotEntered() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a.json"), "theirs");
        Files.delete(directory);
        Files.createSymbolicLink(directory, elsewhere);

        assertRefused("a.json", "is a symbolic link");
        assertThatThrownBy(() -> inbox.put("b.json", bytes("1"))).isInstanceOf(StoreException.class);
        assertThatThrownBy(inbox::names).isInstanceOf(StoreException.class);
        assertThat(elsewhere.resolve("b.json")).doesNotExist();
    }

    @Test
    void whatIsNoRegularFileIsNotOpened() throws Exception {
        Files.createDirectory(directory.resolve("folder.json"));
        assertThat(new ProcessBuilder("mkfifo", directory.resolve("fifo.json").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertRefused("folder.json", "is a folder");
        assertRefused("fifo.json", "is a FIFO, socket or device");
    }

    @Test
    void aFileBeyondTheLimitIsRefusedByItsSize() throws Exception {
        try (RandomAccessFile sparse =
                new RandomAccessFile(directory.resolve("a.json").toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        Files.write(directory.resolve("largest.json"), new byte[Inbox.LARGEST]);

        assertRefused("a.json", "is larger than 4194304 bytes");
        assertThat(inbox.read("largest.json"))
                .hasValueSatisfying(read -> assertThat(read).hasSize(Inbox.LARGEST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "../CONTEXT.md", "/etc/passwd", ".read", "a/b.json", "a\\b.json", "a\0.json"})
    void aNameThatLeadsElsewhereIsRefused(String name) {
        assertRefused(name, "is not a file name");
        assertThatThrownBy(() -> inbox.put(name, bytes("1"))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> inbox.archive(name)).isInstanceOf(StoreException.class);
    }

    @Test
    void aNameThatLeavesNoRoomForACounterIsRefusedWithTheReasonFirst() {
        assertRefused("n".repeat(231), "the file name is longer than 230 bytes; rename 'nnn");
    }

    private void assertRefused(String name, String why) {
        assertThatThrownBy(() -> inbox.read(name))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(why);
    }

    private List<String> files() throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    private String content(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String result(Future<String> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
