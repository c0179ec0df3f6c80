package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ShareCommandTest {
    private final Path directory;
    private final CommandLineSession session;
    private final byte[] bytes = new byte[3_000_000];

    ShareCommandTest(@TempDir Path directory) {
        this.directory = directory;
        session = new CommandLineSession(directory);
        new Random(1).nextBytes(bytes);
    }

    @BeforeEach
    void init() {
        session.run("init", "-n", "alice", "-d", ".");
    }

    @Test
    void anyBytesAreSharedAsTheyAreInPlaceOfWhatHadTheName() throws IOException {
        Files.write(directory.resolve("report.bin"), bytes);
        Files.writeString(directory.resolve("shared/report.bin"), "older");

        assertThat(session.run("share", "report.bin").out()).isEqualTo("Shared: shared/report.bin\n");
        assertThat(directory.resolve("shared/report.bin")).hasBinaryContent(bytes);
    }

    @Test
    void standardInputIsSharedUnderANameThatIsGiven() {
        assertThat(session.run(Map.of(), bytes, "share", "-", "--as", "r.bin", "--json")
                        .out())
                .contains("\"file\": \"shared/r.bin\"", "\"size\": 3000000");
        assertThat(directory.resolve("shared/r.bin")).hasBinaryContent(bytes);
        assertThat(session.run(Map.of(), bytes, "share", "-").status()).isEqualTo(ExitStatus.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "a/b", ".hidden", "", "draft.tmp", "old~"})
    void aNameThatLeadsElsewhereOrIsNotShownIsRefused(String name) throws IOException {
        CommandLineSession.Outcome outcome = session.type("x", "share", "-", "--as", name);

        assertThat(outcome.status()).isOne();
        assertThat(outcome.err()).hasLineCount(1);
        try (Stream<Path> shared = Files.list(directory.resolve("shared"))) {
            assertThat(shared).isEmpty();
        }
    }

    @Test
    void aLinkADeviceOrAFifoIsNotShared() throws Exception {
        Files.writeString(directory.resolve("secret"), "mine");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("secret"));
        assertThat(new ProcessBuilder("mkfifo", directory.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();

        for (String file : new String[] {"link", "fifo", "/dev/zero"}) {
            CommandLineSession.Outcome outcome = session.run("share", file);

            assertThat(outcome.status()).as(file).isEqualTo(ExitStatus.REFUSED);
            assertThat(outcome.err().lines().toList().get(0)).endsWith("not a regular file");
        }

        try (Stream<Path> shared = Files.list(directory.resolve("shared"))) {
            assertThat(shared).isEmpty();
        }
    }

    @Test
    void aLinkThatHasTheNameIsLeftAlone() throws IOException {
        Files.writeString(directory.resolve("elsewhere"), "mine");
        Files.createSymbolicLink(directory.resolve("shared/x"), directory.resolve("elsewhere"));

        CommandLineSession.Outcome outcome = session.type("y", "share", "-", "--as", "x");

        assertThat(outcome.status()).isOne();
        assertThat(outcome.err()).contains("is a symbolic link");
        assertThat(directory.resolve("elsewhere")).hasContent("mine");
        assertThat(directory.resolve("shared/x")).isSymbolicLink();
    }
}
