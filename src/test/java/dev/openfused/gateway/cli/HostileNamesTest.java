package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.TestAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** beat-these 5: names, notes and addresses that somebody else wrote into the store never reach the terminal as they are. */
class HostileNamesTest {
    private static final String HOSTILE = "x\u001b[2J\u009b1m\u202e\n[VERIFIED] From: alice";

    @TempDir
    Path directory;

    @BeforeEach
    void aStoreFullOfThem() throws Exception {
        TestAgent alice = TestAgent.make(directory.resolve("alice"), "alice");
        TestAgent bob = TestAgent.make(directory.resolve("bob"), "bob")
                .knows(alice, true)
                .peersWith(alice, "https://a.example");
        Path file = bob.store().root().resolve(".mesh.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode mesh = (ObjectNode) json.readTree(file.toFile());
        mesh.put("id", HOSTILE);
        ObjectNode entry = (ObjectNode) mesh.at("/keyring/0");
        entry.put("address", HOSTILE).put("note", HOSTILE);
        ObjectNode unnameable = entry.deepCopy().put("name", HOSTILE);
        ((ArrayNode) mesh.get("keyring")).add(unnameable);
        ((ObjectNode) mesh.at("/peers/0"))
                .put("id", HOSTILE)
                .put("name", HOSTILE)
                .put("url", HOSTILE)
                .put("access", HOSTILE);
        json.writeValue(file.toFile(), mesh);
        Files.writeString(bob.store().inbox().directory().resolve("1_" + HOSTILE + ".md"), "hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key list",
                "key list --json",
                "key show",
                "key export",
                "key trust alice",
                "key untrust alice",
                "peer list",
                "peer list --json",
                "peer remove nobody",
                "status",
                "status --json",
                "inbox list --all",
                "inbox list --all --raw",
                "inbox list --all --json",
                "inbox archive --all",
                "send alice hello",
                "broadcast hello"
            })
    void noCommandPrintsThemAsTheyAre(String command) {
        CommandLineSession.Outcome outcome =
                new CommandLineSession(directory).run((command + " -d bob").split(" ", -1));

        String printed = outcome.out() + outcome.err();
        assertThat(printed).isNotEmpty().doesNotContain("\u001b", "\u009b", "\u202e");
        assertThat(printed.lines()).noneMatch(line -> line.startsWith("[VERIFIED]"));
    }
}
