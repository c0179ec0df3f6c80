package dev.openfused.gateway.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.openfused.gateway.crypto.RegistryActs.Signed;
import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a registry says of an agent, unchecked: see {@link ManifestCheck}.
 *
 * @param name as it is registered
 * @param endpoint where it is reached; empty if nowhere
 * @param publicKey its signing key, as claimed
 * @param encryptionKey its age key, as claimed, or null
 * @param fingerprint as claimed, or empty if the registry names none
 * @param capabilities what it can be asked for
 * @param description for people, or null
 * @param signed by whom the manifest claims to be signed, or null if it is not
 * @param revoked whether its key counts no longer
 * @param rotations keys it had before, the oldest first
 */
public record Manifest(
        String name,
        String endpoint,
        String publicKey,
        @Nullable String encryptionKey,
        String fingerprint,
        List<String> capabilities,
        @Nullable String description,
        @Nullable Signed signed,
        boolean revoked,
        List<Rotation> rotations) {
    /** In bytes; what is longer is no manifest. */
    public static final int LARGEST = 64 * 1024;

    private static final int MOST_ROTATIONS = 100;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * One key that named the next one.
     *
     * @param from 64 hex digits
     * @param to 64 hex digits
     * @param signed by {@code from}
     */
    public record Rotation(String from, String to, Signed signed) {}

    /**
     * Copies the lists.
     *
     * @param name as it is registered
     * @param endpoint where it is reached; empty if nowhere
     * @param publicKey its signing key, as claimed
     * @param encryptionKey its age key, as claimed, or null
     * @param fingerprint as claimed, or empty
     * @param capabilities what it can be asked for
     * @param description for people, or null
     * @param signed its signature, or null
     * @param revoked whether its key counts no longer
     * @param rotations keys it had before, the oldest first
     */
    public Manifest {
        capabilities = List.copyOf(capabilities);
        rotations = List.copyOf(rotations);
    }

    /**
     * Reads one.
     *
     * @param json UTF-8, a stranger's
     * @return what it says
     * @throws IllegalArgumentException with a line for people, if it is none
     */
    public static Manifest read(byte[] json) {
        JsonNode tree;
        try {
            if (json.length > LARGEST) {
                throw new IllegalArgumentException("it is larger than " + LARGEST + " bytes");
            }
            tree = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON: " + VisibleText.of(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it can't be read: " + e.getMessage(), e);
        }
        if (tree == null || !tree.isObject()) {
            throw new IllegalArgumentException("it is not a JSON object");
        }
        String signature = text(tree, "signature");
        String signedAt = text(tree, "signedAt");
        return new Manifest(
                required(tree, "name"),
                optional(tree, "endpoint"),
                required(tree, "publicKey"),
                text(tree, "encryptionKey"),
                optional(tree, "fingerprint"),
                texts(tree.path("capabilities")),
                text(tree, "description"),
                signature == null || signature.isEmpty()
                        ? null
                        : new Signed(signature, signedAt == null ? "" : signedAt),
                tree.path("revoked").asBoolean(false),
                rotations(tree.path("rotations")));
    }

    private static List<Rotation> rotations(JsonNode array) {
        List<Rotation> rotations = new ArrayList<>();
        for (JsonNode each : array) {
            if (rotations.size() == MOST_ROTATIONS) {
                throw new IllegalArgumentException("it names more than " + MOST_ROTATIONS + " rotations");
            }
            rotations.add(new Rotation(
                    required(each, "from"),
                    required(each, "to"),
                    new Signed(required(each, "signature"), required(each, "signedAt"))));
        }
        return rotations;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static String required(JsonNode tree, String field) {
        String text = text(tree, field);
        if (text == null) {
            throw new IllegalArgumentException("it has no '" + field + "'");
        }
        return text;
    }

    private static String optional(JsonNode tree, String field) {
        String text = text(tree, field);
        return text == null ? "" : text;
    }

    private static @Nullable String text(JsonNode tree, String field) {
        JsonNode value = tree.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException("its '" + field + "' is not a text");
        }
        return value.asText();
    }
}
