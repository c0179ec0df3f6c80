package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is sent is what was given: nothing cut, nothing added, whatever its size. */
class TextSourceTest {
    @TempDir
    Path directory;

    private CommandLineSession session;

    @BeforeEach
    void aliceKnowsBobAndBobTrustsAlice() throws Exception {
        TestAgent alice = TestAgent.make(directory.resolve("alice"), "alice");
        TestAgent bob = TestAgent.make(directory.resolve("bob"), "bob");
        alice.knows(bob, true);
        bob.knows(alice, true);
        session = new CommandLineSession(directory);
    }

    @Test
    void twoHundredKilobytesWithNulsAndEveryLineEndingArriveWhole() throws Exception {
        String text = ("line\r\nwith \0 nul, ż and 🚀\u2028\n").repeat(7_000);
        assertThat(text.getBytes(UTF_8).length).isGreaterThan(200_000);

        CommandLineSession.Outcome outcome =
                session.run(Map.of(), text.getBytes(UTF_8), "send", "bob", "-", "-d", "alice");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
        assertThat(received()).isEqualTo(text);
    }

    @Test
    void aFileIsSentAsItIs() throws Exception {
        Files.writeString(directory.resolve("note.txt"), "no newline at the end");

        session.run("send", "bob", "--file", "note.txt", "-d", "alice");

        assertThat(received()).isEqualTo("no newline at the end");
    }

    @Test
    @Timeout(60)
    void aLinkADeviceOrAFifoIsReadByNoCommand() throws Exception {
        Files.writeString(directory.resolve("secret"), "mine");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("secret"));
        assertThat(new ProcessBuilder("mkfifo", directory.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();

        for (String file : new String[] {"link", "fifo", "/dev/zero"}) {
            for (String[] command : new String[][] {
                {"send", "bob", "--file", file, "-d", "alice"},
                {"broadcast", "--file", file, "-d", "alice"},
                {"context", "--set", "--file", file, "-d", "alice"},
                {"profile", "--set", "--file", file, "-d", "alice"},
                {"key", "import", "carol", file, "-d", "alice"}
            }) {
                CommandLineSession.Outcome outcome = session.run(command);

                assertThat(outcome.status()).as(String.join(" ", command)).isEqualTo(ExitStatus.REFUSED);
                assertThat(outcome.err().lines().toList().get(0)).endsWith("not a regular file");
            }
        }
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedAndNothingIsWritten() {
        CommandLineSession.Outcome outcome =
                session.run(Map.of(), new byte[] {'a', (byte) 0xff}, "send", "bob", "-", "-d", "alice");

        assertThat(outcome.status()).isEqualTo(ExitStatus.REFUSED);
        assertThat(outcome.err()).startsWith("openfuse: error: standard input is not UTF-8 text\n");
        assertThat(directory.resolve("alice/outbox")).isEmptyDirectory();
    }

    @Test
    void anArgumentThatTheLocaleDamagedIsRefused() {
        CommandLineSession.Outcome outcome = session.run("send", "bob", "caf\ufffd", "-d", "alice");

        assertThat(outcome.status()).isEqualTo(ExitStatus.REFUSED);
        assertThat(outcome.err()).contains("lost on the command line").contains("standard input");
    }

    private String received() throws Exception {
        try (Stream<Path> sent = Files.walk(directory.resolve("alice/outbox"))) {
            Path file =
                    sent.filter(f -> f.toString().endsWith(".json")).findFirst().orElseThrow();
            Files.copy(file, directory.resolve("bob/inbox/1.json"));
        }
        String listing = session.run("inbox", "list", "--json", "-d", "bob").out();
        return new ObjectMapper().readTree(listing).get(0).get("content").asText();
    }
}
