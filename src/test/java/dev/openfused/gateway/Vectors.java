package dev.openfused.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.Relationship;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The real artefacts that tests compare with: a folder named by the system property {@code vectors}. Who plays which
 * part is read from {@code openfused/manifest.json}, so another set of the same shape runs unchanged. Where the folder is
 * absent a test is skipped, and says so.
 */
public final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Path, JsonNode> PARSED = new ConcurrentHashMap<>();

    private Vectors() {}

    /** The folder of one set, such as {@code openfused} or {@code age}. */
    public static Path folder(String set) {
        Path folder =
                Path.of(System.getProperty("vectors", "../shared/vectors")).resolve(set);
        Assumptions.assumeTrue(
                Files.isDirectory(folder), () -> "SKIPPED: no vectors in " + folder + " (set -Dvectors=FOLDER)");
        return folder;
    }

    /** A file of the set {@code openfused}, parsed. */
    public static JsonNode openfused(String file) {
        return json(folder("openfused").resolve(file));
    }

    /** Any file, parsed once per run; not to be changed. */
    public static JsonNode json(Path file) {
        return PARSED.computeIfAbsent(file, f -> {
            try {
                return JSON.readTree(f.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The name of who plays {@code sender}, {@code recipient}, {@code stranger} or {@code old_client}. */
    public static String role(String role) {
        return openfused("manifest.json").at("/roles/" + role).asText();
    }

    /** The folder of the store of a role. */
    public static Path store(String role) {
        return folder("openfused").resolve("stores").resolve(role(role));
    }

    /** The private keys of a role. */
    public static AgentKeys keys(String role) {
        Path keys = store(role).resolve(".keys");
        return AgentKeys.of(text(keys.resolve("private.key")), List.of(text(keys.resolve("age.key"))));
    }

    /** What {@code .mesh.json} of a role's store says of who is known. */
    public static Keyring keyring(String role) {
        return keyring(json(store(role).resolve(".mesh.json")));
    }

    /** The keyring in the text of a {@code .mesh.json}. */
    public static Keyring keyring(JsonNode mesh) {
        List<KeyringEntry> entries = new ArrayList<>();
        mesh.path("keyring").forEach(e -> entries.add(entry(e)));
        return new Keyring(entries, mesh.path("autoTrust").asBoolean(false));
    }

    /** Every message file that {@code expected.json} speaks of. */
    public static List<Message> messages() {
        return StreamSupport.stream(
                        ((Iterable<String>) () -> openfused("expected.json")
                                        .get("messages")
                                        .fieldNames())
                                .spliterator(),
                        false)
                .map(Vectors::message)
                .toList();
    }

    /** The message files whose names begin with one of these numbers, such as {@code 38}. */
    public static Stream<Message> messages(String... numbers) {
        return messages().stream()
                .filter(m -> Stream.of(numbers).anyMatch(n -> m.file().startsWith(n + "-")));
    }

    /** One message file, such as {@code 01-encrypted.json}. */
    public static Message message(String file) {
        return new Message(file, openfused("expected.json").get("messages").get(file));
    }

    /** A file's bytes. */
    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file's text. */
    public static String text(Path file) {
        return new String(bytes(file), UTF_8);
    }

    /**
     * One file of {@code openfused/messages}.
     *
     * @param file its base name
     * @param expected what {@code expected.json} says of it
     */
    public record Message(String file, JsonNode expected) {
        /** The bytes of the file. */
        public byte[] content() {
            return bytes(folder("openfused").resolve("messages").resolve(file));
        }

        /** The label, without judgement of the real clients. */
        public JsonNode truth() {
            return expected.get("truth");
        }

        /** Whether it is genuine; where that is a matter of encoding only, ours refuse. */
        public boolean isAuthentic() {
            return truth().get("authentic").isBoolean()
                    && truth().get("authentic").asBoolean();
        }

        /** What the sender wrote, or null where the set does not say. */
        public @Nullable String plaintext() {
            if (expected.has("plaintext_file")) {
                return text(folder("openfused")
                        .resolve(expected.get("plaintext_file").asText()));
            }
            return expected.hasNonNull("plaintext") ? expected.get("plaintext").asText() : null;
        }

        @Override
        public String toString() {
            return file;
        }
    }

    private static KeyringEntry entry(JsonNode entry) {
        String relationship = entry.path("relationship").asText("");
        return new KeyringEntry(
                entry.get("name").asText(),
                entry.path("address").asText(""),
                entry.get("signingKey").asText().strip(),
                entry.path("encryptionKey").asText(null),
                entry.path("trusted").asBoolean(false),
                entry.path("subscribed").asBoolean(false),
                Stream.of(Relationship.values())
                        .filter(r -> r.json().equals(relationship))
                        .findFirst()
                        .orElse(null),
                entry.path("note").asText(null),
                entry.path("added").asText(""));
    }
}
