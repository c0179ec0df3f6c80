package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --json}, a command that does something prints one JSON document, of the shape its help names. */
class CommandJsonTest {
    private static final String[] ENTRY = {
        "name",
        "address",
        "signingKey",
        "encryptionKey",
        "fingerprint",
        "trusted",
        "subscribed",
        "relationship",
        "note",
        "added"
    };
    private static final String[] PEER = {"id", "name", "url", "access"};
    private static final String[] COPY = {"recipient", "fingerprint", "id", "file", "delivered", "encrypted", "trusted"
    };

    private final Path directory;
    private final CommandLineSession session;

    CommandJsonTest(@TempDir Path directory) {
        this.directory = directory;
        session = new CommandLineSession(directory);
    }

    @BeforeEach
    void init() throws IOException {
        session.run("init", "-n", "alice", "-d", "alice");
        session.run("init", "-n", "bob", "-d", "bob");
        Files.writeString(
                directory.resolve("bob.keys"),
                session.run("key", "export", "-d", "bob").out());
    }

    private JsonNode json(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--json", "-d", "alice"));
        CommandLineSession.Outcome outcome = session.run(words.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.err()).isZero();
        return new ObjectMapper().readTree(outcome.out());
    }

    private static void assertShape(JsonNode node, String... fields) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly(fields);
    }

    @Test
    void keysAndPeers() throws IOException {
        assertShape(json("key", "show"), "publicKey", "encryptionKey", "fingerprint");
        assertShape(json("key", "import", "bob", "bob.keys"), ENTRY);
        JsonNode trusted = json("key", "trust", "bob", "--internal", "--note", "ours");
        assertShape(trusted, ENTRY);
        assertThat(trusted.get("relationship").asText()).isEqualTo("internal");
        assertShape(json("subscribe", "bob"), ENTRY);
        assertThat(json("unsubscribe", "bob").get("subscribed").asBoolean()).isFalse();
        assertThat(json("key", "untrust", "bob").get("trusted").asBoolean()).isFalse();
        assertShape(json("peer", "add", "https://agents.example.org", "-n", "bob"), PEER);
        assertShape(json("peer", "remove", "bob"), PEER);
    }

    @Test
    void textsOfOurOwnAsTheyAreAfterAChange() throws IOException {
        assertShape(json("context", "--set", "# Notes"), "content");
        JsonNode appended = json("context", "--append", "more");
        assertThat(appended.get("content").asText()).startsWith("# Notes").contains("more");
        assertThat(json("context")).isEqualTo(appended);
        assertThat(json("profile", "--set", "# Alice").get("content").asText()).isEqualTo("# Alice");
    }

    @Test
    void messages() throws IOException {
        session.run("key", "import", "bob", "bob.keys", "-d", "alice");
        session.run("key", "trust", "bob", "-d", "alice");

        for (String[] command :
                new String[][] {{"send", "bob", "x"}, {"inbox", "send", "bob", "y"}, {"broadcast", "z"}}) {
            JsonNode copies = json(command);
            assertThat(copies).hasSize(1);
            assertShape(copies.get(0), COPY);
            assertThat(copies.get(0).get("encrypted").asBoolean()).isTrue();
        }
        Files.writeString(directory.resolve("alice/inbox/a.json"), "{}");
        assertThat(json("inbox", "archive", "a.json").get("archived").asInt()).isOne();
        assertThat(json("inbox", "release", "--all").get("released").asInt()).isZero();
    }

    @Test
    void theStore() throws IOException {
        assertShape(json("compact"), "done", "stale", "kept", "history");
        assertShape(json("share", "bob.keys"), "file", "size");
        assertShape(json("rotate", "--local", "--yes"), "old", "new");
        assertThat(json("queue", "purge").get("purged").asInt()).isZero();
    }
}
