package dev.openfused.gateway.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.Relationship;
import dev.openfused.gateway.message.LowerHex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The text of {@code .mesh.json} as a tree, and what it says as a {@link Mesh}. A changed mesh is worked into the tree
 * field by field, so what stays equal stays as it was written.
 */
final class MeshDocument {
    private static final List<String> FIELDS = List.of(
            "id", "name", "created", "publicKey", "encryptionKey", "peers", "keyring", "trustedKeys", "autoTrust");
    private static final List<String> PEER_FIELDS = List.of("id", "name", "url", "access", "mountPath");
    private static final List<String> ENTRY_FIELDS = List.of(
            "name",
            "address",
            "signingKey",
            "encryptionKey",
            "fingerprint",
            "trusted",
            "subscribed",
            "relationship",
            "note",
            "added");
    private static final int KEY_DIGITS = 64;

    private final ObjectNode tree;

    private MeshDocument(ObjectNode tree) {
        this.tree = tree;
    }

    /**
     * Reads the file's text.
     *
     * @throws IOException if it is not JSON, or says no name
     */
    static MeshDocument read(byte[] json) throws IOException {
        ObjectNode tree = JsonTree.read(json);
        if (JsonTree.trimmed(tree, "name").isEmpty()) {
            throw new IOException("it says no name");
        }
        for (String list : List.of("peers", "keyring")) {
            JsonNode value = tree.get(list);
            if (value != null && !value.isNull() && !value.isArray()) {
                throw new IOException(list + " is not a list");
            }
        }
        return new MeshDocument(tree);
    }

    /** A document that says what the mesh says and nothing else. */
    static MeshDocument of(Mesh mesh) {
        MeshDocument fresh = new MeshDocument(JsonNodeFactory.instance.objectNode());
        fresh.apply(mesh);
        return fresh;
    }

    /** The file's text. */
    byte[] write() {
        return JsonTree.write(tree);
    }

    /** What it says. Peers and entries that can't be read are left out here, and kept in the text. */
    Mesh mesh() {
        return new Mesh(
                JsonTree.trimmed(tree, "id"),
                JsonTree.trimmed(tree, "name"),
                JsonTree.trimmed(tree, "created"),
                trimmedOrNull(tree, "publicKey"),
                trimmedOrNull(tree, "encryptionKey"),
                readable("peers", MeshDocument::peer),
                new Keyring(readable("keyring", MeshDocument::entry), JsonTree.isTrue(tree, "autoTrust")));
    }

    private <T> List<T> readable(String list, Function<JsonNode, @Nullable T> reader) {
        List<T> read = new ArrayList<>();
        for (JsonNode node : array(list)) {
            T value = reader.apply(node);
            if (value != null) {
                read.add(value);
            }
        }
        return read;
    }

    private ArrayNode array(String list) {
        return tree.get(list) instanceof ArrayNode array ? array : JsonNodeFactory.instance.arrayNode();
    }

    private static Mesh.@Nullable Peer peer(JsonNode node) {
        String name = JsonTree.text(node, "name");
        String url = JsonTree.text(node, "url");
        return name == null || url == null
                ? null
                : new Mesh.Peer(JsonTree.trimmed(node, "id"), name, url, JsonTree.trimmed(node, "access"));
    }

    private static @Nullable KeyringEntry entry(JsonNode node) {
        String name = JsonTree.text(node, "name");
        String key = trimmedOrNull(node, "signingKey");
        if (name == null || key == null) {
            return null;
        }
        return new KeyringEntry(
                name,
                JsonTree.trimmed(node, "address"),
                key,
                trimmedOrNull(node, "encryptionKey"),
                JsonTree.isTrue(node, "trusted"),
                JsonTree.isTrue(node, "subscribed"),
                relationship(JsonTree.trimmed(node, "relationship")),
                JsonTree.text(node, "note"),
                JsonTree.trimmed(node, "added"));
    }

    private static @Nullable Relationship relationship(String text) {
        for (Relationship relationship : Relationship.values()) {
            if (relationship.json().equals(text)) {
                return relationship;
            }
        }
        return null;
    }

    private static @Nullable String trimmedOrNull(JsonNode node, String field) {
        String text = JsonTree.trimmed(node, field);
        return text.isEmpty() ? null : text;
    }

    /** Works a changed mesh in. */
    void apply(Mesh mesh) {
        Mesh before = mesh();
        set("id", before.id(), mesh.id());
        set("name", before.name(), mesh.name());
        set("created", before.created(), mesh.created());
        set("publicKey", before.publicKey(), mesh.publicKey());
        set("encryptionKey", before.encryptionKey(), mesh.encryptionKey());
        // The original's commands fail on a file without peers.
        JsonTree.put(
                tree,
                "peers",
                merged(
                        array("peers"),
                        mesh.peers(),
                        MeshDocument::peer,
                        List.of(
                                (old, peer) ->
                                        old.id().equals(peer.id()) && old.name().equals(peer.name()),
                                (old, peer) -> !old.id().isEmpty() && old.id().equals(peer.id())),
                        MeshDocument::write),
                FIELDS);
        ArrayNode keyring = merged(
                array("keyring"),
                mesh.keyring().entries(),
                MeshDocument::entry,
                List.of(
                        (old, entry) -> old.name().equals(entry.name())
                                && old.signingKey().equals(entry.signingKey()),
                        (old, entry) -> old.signingKey().equals(entry.signingKey())),
                MeshDocument::write);
        if (tree.has("keyring") || !keyring.isEmpty()) {
            JsonTree.put(tree, "keyring", keyring, FIELDS);
        }
        if (before.keyring().autoTrust() != mesh.keyring().autoTrust()) {
            JsonTree.put(tree, "autoTrust", BooleanNode.valueOf(mesh.keyring().autoTrust()), FIELDS);
        }
    }

    private void set(String field, @Nullable String before, @Nullable String after) {
        if (!tree.has(field) || !Objects.equals(before, after)) {
            JsonTree.put(tree, field, after == null ? null : TextNode.valueOf(after), FIELDS);
        }
    }

    /**
     * The new list: each value written over the node that stood for it before, or into a fresh one; nodes that can't be
     * read stay, at the end.
     *
     * @param isSame whether a node stands for a value; the first that finds one decides
     */
    private static <T> ArrayNode merged(
            ArrayNode nodes,
            List<T> values,
            Function<JsonNode, @Nullable T> reader,
            List<BiPredicate<T, T>> isSame,
            BiConsumer<ObjectNode, T> writer) {
        List<JsonNode> rest = new ArrayList<>();
        nodes.forEach(rest::add);
        Map<T, ObjectNode> found = new IdentityHashMap<>();
        for (BiPredicate<T, T> same : isSame) {
            for (T value : values) {
                if (!found.containsKey(value)) {
                    take(rest, reader, old -> same.test(old, value)).ifPresent(node -> found.put(value, node));
                }
            }
        }
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (T value : values) {
            ObjectNode node = found.getOrDefault(value, JsonNodeFactory.instance.objectNode());
            writer.accept(node, value);
            result.add(node);
        }
        rest.stream().filter(node -> reader.apply(node) == null).forEach(result::add);
        return result;
    }

    private static <T> Optional<ObjectNode> take(
            List<JsonNode> nodes, Function<JsonNode, @Nullable T> reader, Predicate<T> wanted) {
        for (int i = 0; i < nodes.size(); i++) {
            T value = reader.apply(nodes.get(i));
            if (value != null && wanted.test(value)) {
                return Optional.of((ObjectNode) nodes.remove(i));
            }
        }
        return Optional.empty();
    }

    private static void write(ObjectNode node, Mesh.Peer peer) {
        putText(node, "id", peer.id(), PEER_FIELDS);
        putText(node, "name", peer.name(), PEER_FIELDS);
        putText(node, "url", peer.url(), PEER_FIELDS);
        putText(node, "access", peer.access(), PEER_FIELDS);
    }

    private static void write(ObjectNode node, KeyringEntry entry) {
        putText(node, "name", entry.name(), ENTRY_FIELDS);
        putText(node, "address", entry.address(), ENTRY_FIELDS);
        putText(node, "signingKey", entry.signingKey(), ENTRY_FIELDS);
        putText(node, "encryptionKey", entry.encryptionKey(), ENTRY_FIELDS);
        if (!node.has("fingerprint")) {
            putText(node, "fingerprint", entry.fingerprint().value(), ENTRY_FIELDS);
        }
        putFlag(node, "trusted", entry.trusted(), true);
        putFlag(node, "subscribed", entry.subscribed(), false);
        Relationship relationship = entry.relationship();
        if (relationship != relationship(JsonTree.trimmed(node, "relationship"))) {
            putText(node, "relationship", relationship == null ? null : relationship.json(), ENTRY_FIELDS);
        }
        putText(node, "note", entry.note(), ENTRY_FIELDS);
        putText(node, "added", entry.added(), ENTRY_FIELDS);
    }

    private static void putText(ObjectNode node, String field, @Nullable String value, List<String> order) {
        String old = JsonTree.text(node, field);
        boolean same = value == null ? old == null : old != null && old.trim().equals(value.trim());
        if (!same) {
            JsonTree.put(node, field, value == null ? null : TextNode.valueOf(value), order);
        }
    }

    private static void putFlag(ObjectNode node, String field, boolean value, boolean always) {
        if ((always && !node.has(field)) || JsonTree.isTrue(node, field) != value) {
            JsonTree.put(node, field, BooleanNode.valueOf(value), ENTRY_FIELDS);
        }
    }

    /**
     * Folds the trusted keys of version 0.1 into the keyring, as the originals do; keys that are none stay where they are.
     *
     * @param now goes into {@code added}
     * @return whether there was anything to fold
     */
    boolean migrate(String now) {
        if (!(tree.get("trustedKeys") instanceof ArrayNode keys)) {
            return false;
        }
        Mesh mesh = mesh();
        List<KeyringEntry> entries = new ArrayList<>(mesh.keyring().entries());
        ArrayNode rest = JsonNodeFactory.instance.arrayNode();
        for (JsonNode node : keys) {
            String key = node.asText().trim();
            if (!LowerHex.is(key, KEY_DIGITS)) {
                if (!key.isEmpty()) {
                    rest.add(node);
                }
            } else if (entries.stream().noneMatch(e -> e.signingKey().equals(key))) {
                entries.add(new KeyringEntry(
                        "migrated-" + key.substring(0, 8), "", key, null, true, false, null, null, now));
            }
        }
        boolean changed = rest.size() < keys.size();
        if (changed) {
            JsonTree.put(tree, "trustedKeys", rest.isEmpty() ? null : rest, FIELDS);
            apply(mesh.withEntries(entries));
        }
        return changed;
    }
}
