package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineTest {
    @TempDir
    Path folder;

    private Inbox inbox;
    private Quarantine quarantine;
    private Path directory;

    @BeforeEach
    void makeAStore() throws Exception {
        inbox = Store.init(folder.resolve("wisp"), "wisp").inbox();
        quarantine = inbox.quarantine();
        directory = inbox.directory().resolve(".quarantine");
    }

    @Test
    void itIsEmptyUntilTheFirstMessageComes() throws Exception {
        assertThat(directory).doesNotExist();
        assertThat(quarantine.names()).isEmpty();
        assertThat(quarantine.read("a.json")).isEmpty();
        assertThat(quarantine.contains("a.json")).isFalse();

        assertThat(quarantine.put("a.json", bytes("1"))).isEqualTo("a.json");

        assertThat(directory.resolve("a.json")).hasContent("1");
        assertThat(quarantine.contains("a.json")).isTrue();
        try (Stream<String> names = quarantine.names()) {
            assertThat(names).containsExactly("a.json");
        }
    }

    @Test
    void whatIsInQuarantineIsNotInTheInbox() throws Exception {
        quarantine.put("a.json", bytes("1"));

        assertThat(inbox.contains("a.json")).isFalse();
        assertThat(inbox.read("a.json")).isEmpty();
        try (Stream<String> names = inbox.names()) {
            assertThat(names).isEmpty();
        }
    }

    @Test
    void aReleasedMessageIsInTheInboxByteForByteAndNothingIsWrittenOver() throws Exception {
        inbox.put("a.json", bytes("there before"));
        quarantine.put("a.json", bytes("\r\n 1"));

        assertThat(quarantine.release("a.json")).isEqualTo("a-2.json");

        assertThat(inbox.directory().resolve("a.json")).hasContent("there before");
        assertThat(inbox.directory().resolve("a-2.json")).hasBinaryContent(bytes("\r\n 1"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void releasingWhatIsNotThereIsAnError() throws Exception {
        assertNotReleased("a.json", "no message 'a.json' in quarantine");
        quarantine.put("b.json", bytes("1"));
        assertNotReleased("a.json", "no message 'a.json' in quarantine");
    }

    @Test
    void aLinkIsNeitherReadNorReleased() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "AGE-SECRET-KEY-1");
        Files.createDirectory(directory);
        Files.createSymbolicLink(directory.resolve("a.json"), secret);
        Files.createDirectory(directory.resolve("folder.json"));

        assertThatThrownBy(() -> quarantine.read("a.json")).hasMessageContaining("is a symbolic link");
        assertNotReleased("a.json", "is a symbolic link");
        assertNotReleased("folder.json", "is a folder");
        assertThat(quarantine.put("a.json", bytes("1"))).isEqualTo("a-2.json");
    }

    @Test
    void aQuarantineThatIsALinkIsNotEntered() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a.json"), "theirs");
        Files.createSymbolicLink(directory, elsewhere);

        assertThatThrownBy(quarantine::names).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> quarantine.put("b.json", bytes("1"))).isInstanceOf(StoreException.class);
        assertNotReleased("a.json", "is a symbolic link");
        assertThat(elsewhere.resolve("a.json")).hasContent("theirs");
        assertThat(elsewhere.resolve("b.json")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "../a.json", "/etc/passwd", ".a.json.tmp", "a/b.json", "a\\b.json", "a\0.json"})
    void aNameThatLeadsElsewhereIsRefused(String name) {
        assertThatThrownBy(() -> quarantine.put(name, bytes("1"))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> quarantine.read(name)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> quarantine.contains(name)).isInstanceOf(StoreException.class);
        assertNotReleased(name, "is not a file name");
    }

    private void assertNotReleased(String name, String why) {
        assertThatThrownBy(() -> quarantine.release(name))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(why);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
