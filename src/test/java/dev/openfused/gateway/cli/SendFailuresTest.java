package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.TestAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** beat-these 11: the original said "Queued…" and wrote nothing. */
class SendFailuresTest {
    @TempDir
    Path directory;

    @BeforeEach
    void aliceKnowsBob() throws Exception {
        TestAgent bob = TestAgent.make(directory.resolve("bob"), "bob");
        TestAgent.make(directory.resolve("alice"), "alice").knows(bob, true);
    }

    @Test
    void toAnUnknownAgentNothingIsQueued() throws Exception {
        assertNothingIsQueued("send", "eve", "hello");
        assertNothingIsQueued("send", "bob:00000000", "hello");
    }

    @Test
    void withoutKeysNothingIsQueued() throws Exception {
        Files.delete(directory.resolve("alice/.keys/private.key"));

        assertNothingIsQueued("send", "bob", "hello");
        assertNothingIsQueued("broadcast", "hello");
    }

    @Test
    void toAMalformedAgeKeyNothingIsQueued() throws Exception {
        Path mesh = directory.resolve("alice/.mesh.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode damaged = (ObjectNode) json.readTree(mesh.toFile());
        ((ObjectNode) damaged.at("/keyring/0")).put("encryptionKey", "age1nonsense");
        json.writeValue(mesh.toFile(), damaged);

        assertNothingIsQueued("send", "bob", "hello");
        assertNothingIsQueued("broadcast", "hello");
    }

    @Test
    void fromADamagedStoreNothingIsQueued() throws Exception {
        Files.writeString(directory.resolve("alice/.mesh.json"), "{\"name\": \"alice\"");

        assertNothingIsQueued("send", "bob", "hello");
        assertNothingIsQueued("broadcast", "hello");
    }

    private void assertNothingIsQueued(String... words) throws IOException {
        String[] command =
                Stream.concat(Stream.of(words), Stream.of("-d", "alice")).toArray(String[]::new);
        CommandLineSession.Outcome outcome = new CommandLineSession(directory).run(command);

        assertThat(outcome.status()).as(outcome.err()).isEqualTo(ExitStatus.REFUSED);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines().filter(line -> line.startsWith("openfuse: error: ")))
                .hasSize(1);
        try (Stream<Path> queued = Files.walk(directory.resolve("alice/outbox"))) {
            assertThat(queued.filter(Files::isRegularFile).toList()).isEqualTo(List.of());
        }
    }
}
