package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The original clients' stores, worked on with our commands: what they need to read them is still there afterwards. */
class BackAndForthTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> STORES = List.of("alice", "bob", "carol", "dave");
    private static final List<String> MESH_ORDER = List.of(
            "id", "name", "created", "publicKey", "encryptionKey", "peers", "keyring", "trustedKeys", "autoTrust");
    private static final List<String> MESSAGE_ORDER =
            List.of("from", "timestamp", "message", "signature", "publicKey", "encryptionKey", "encrypted");

    private final Path directory;
    private final CommandLineSession session;

    BackAndForthTest(@TempDir Path directory) {
        this.directory = directory;
        session = new CommandLineSession(directory);
    }

    @BeforeEach
    void copy() throws IOException {
        for (String store : STORES) {
            Path from = Vectors.folder("openfused").resolve("stores").resolve(store);
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Path to = directory.resolve(store).resolve(from.relativize(file));
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(to);
                    } else {
                        Files.copy(file, to);
                    }
                }
            }
            // Empty folders don't survive in the vectors.
            for (String folder : List.of("inbox", "outbox", "shared", "knowledge", "history", ".peers")) {
                Files.createDirectories(directory.resolve(store).resolve(folder));
            }
        }
    }

    private String run(String... arguments) {
        CommandLineSession.Outcome outcome = session.run(arguments);
        assertThat(outcome.status())
                .as(String.join(" ", arguments) + "\n" + outcome.err())
                .isZero();
        return outcome.out();
    }

    private JsonNode mesh(String store) throws IOException {
        return JSON.readTree(directory.resolve(store).resolve(".mesh.json").toFile());
    }

    @Test
    void everyCommandLeavesTheMeshAsTheOriginalsReadIt() throws IOException {
        JsonNode before = mesh("alice");
        Files.writeString(directory.resolve("carol.keys"), run("key", "export", "-d", "carol"));

        run("key", "untrust", "bob", "-d", "alice");
        run("key", "trust", "bob", "--internal", "--note", "same team", "-d", "alice");
        run("subscribe", "dave", "-d", "alice");
        run("key", "import", "carol2", "carol.keys", "-d", "alice");
        run("peer", "add", "https://agents.example.org", "-n", "bob", "-d", "alice");
        run("peer", "remove", "bob", "-d", "alice");

        String text = Files.readString(directory.resolve("alice/.mesh.json"));
        assertThat(text).endsWith("}\n").doesNotContain("\r").contains("\n  \"keyring\": [\n    {\n      \"name\": ");
        JsonNode after = mesh("alice");
        assertThat(names(after))
                .isSubsetOf(MESH_ORDER)
                .isSortedAccordingTo((a, b) -> MESH_ORDER.indexOf(a) - MESH_ORDER.indexOf(b));
        assertThat(after.get("id")).isEqualTo(before.get("id"));
        assertThat(after.get("publicKey")).isEqualTo(before.get("publicKey"));
        assertThat(after.get("peers").isArray()).isTrue();
        assertThat(after.get("keyring")).hasSize(before.get("keyring").size() + 1);
        for (JsonNode entry : after.get("keyring")) {
            assertThat(names(entry)).contains("name", "address", "signingKey", "fingerprint", "trusted", "added");
        }
    }

    @Test
    void whatWeSendIsLaidOutAsTheirsAndWhatTheySentIsStillThere() throws IOException {
        List<Path> before = json("alice/outbox");

        run("send", "bob", "from ours to theirs", "-d", "alice");

        List<Path> fresh = json("alice/outbox");
        assertThat(fresh).containsAll(before).hasSize(before.size() + 1);
        fresh.removeAll(before);
        Path sent = fresh.get(0);
        assertThat(folderOf(sent)).isEqualTo("bob-0A6DB410");
        String text = Files.readString(sent);
        assertThat(names(JSON.readTree(text))).isEqualTo(MESSAGE_ORDER);
        assertThat(text)
                .startsWith("{\n  \"from\": \"alice\",\n")
                .endsWith("\n}")
                .doesNotContain("\r");

        Files.copy(sent, directory.resolve("bob/inbox").resolve(sent.getFileName()));
        assertThat(run("inbox", "list", "--no-sync", "-d", "bob"))
                .contains("from ours to theirs", "[VERIFIED]", "[TRUSTED]");
        run("inbox", "archive", "--all", "-d", "bob");
        assertThat(directory.resolve("bob/inbox/.read").resolve(sent.getFileName()))
                .hasContent(text);
    }

    @Test
    void mailThatTheOriginalsQueuedIsReadByUsOnceItIsThere() throws IOException {
        int arrived = 0;
        for (String sender : List.of("alice", "dave")) {
            for (Path file : json(sender + "/outbox")) {
                if (folderOf(file).startsWith("bob-")) {
                    Files.copy(file, directory.resolve("bob/inbox").resolve(sender + "-" + file.getFileName()));
                    arrived++;
                }
            }
        }
        assertThat(arrived).isPositive();

        JsonNode listed = JSON.readTree(run("inbox", "list", "--all", "--no-sync", "--json", "-d", "bob"));

        assertThat(listed).hasSizeGreaterThanOrEqualTo(arrived);
        for (JsonNode message : listed) {
            if (List.of("alice", "dave").contains(message.get("from").asText())
                    && message.get("reason").isNull()) {
                assertThat(message.get("verified").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void theContextTheProfileAndTheKeysStayWhatTheOriginalsRead() throws IOException {
        String seed = Files.readString(directory.resolve("alice/.keys/private.key"));
        String context = Files.readString(directory.resolve("alice/CONTEXT.md"));

        run("context", "--append", "one more", "-d", "alice");
        run("compact", "-d", "alice");
        run("profile", "--set", "# alice", "-d", "alice");

        assertThat(Files.readString(directory.resolve("alice/CONTEXT.md")))
                .startsWith(context)
                .endsWith("one more");
        assertThat(Files.readAllBytes(directory.resolve("alice/PROFILE.md"))).isEqualTo("# alice".getBytes(UTF_8));
        assertThat(Files.readString(directory.resolve("alice/.keys/private.key")))
                .isEqualTo(seed);
    }

    /** The original's command line fails without files that it expects, and takes any other for its own. */
    @Test
    void nothingOfOursStandsWhereTheOriginalsWouldTakeItForTheirs() throws IOException {
        run("send", "bob", "x", "-d", "alice");
        run("rotate", "--local", "--yes", "-d", "alice");

        for (String folder : List.of("inbox", "outbox", "shared", "knowledge", "history")) {
            try (Stream<Path> files = Files.walk(directory.resolve("alice").resolve(folder))) {
                assertThat(files.map(f -> String.valueOf(f.getFileName())))
                        .noneMatch(name -> name.endsWith(".tmp") || name.endsWith(".lock"));
            }
        }
        JsonNode mesh = mesh("alice");
        assertThat(mesh.get("publicKey").asText())
                .isEqualTo(Files.readString(directory.resolve("alice/.keys/public.key")));
        assertThat(mesh.get("encryptionKey").asText())
                .isEqualTo(Files.readString(directory.resolve("alice/.keys/age.pub")));
    }

    private List<Path> json(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(folder))) {
            return new ArrayList<>(
                    files.filter(f -> f.toString().endsWith(".json")).toList());
        }
    }

    private static String folderOf(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
