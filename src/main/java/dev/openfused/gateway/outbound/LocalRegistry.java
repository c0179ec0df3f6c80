package dev.openfused.gateway.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.registry.Manifest;
import dev.openfused.gateway.registry.Registry;
import dev.openfused.gateway.registry.RegistryException;
import dev.openfused.gateway.registry.RegistryNames;
import dev.openfused.gateway.registry.RegistryRefusedException;
import dev.openfused.gateway.store.ManifestFolder;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registry in a folder of this machine. Whoever may write there can say anything, as with any registry. */
final class LocalRegistry implements Registry {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final ManifestFolder manifests;

    LocalRegistry(Path root) {
        this.root = root;
        this.manifests = new ManifestFolder(root, Manifest.LARGEST);
    }

    @Override
    public Optional<Manifest> discover(String name) throws IOException {
        requireFolder();
        try {
            return manifests.read(folderOf(new AgentName(name))).map(Manifest::read);
        } catch (StoreException e) {
            throw new RegistryException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(
                    "what " + root + " says of " + VisibleText.of(name) + " is not believed: " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] post(Act act, byte[] json) throws IOException {
        requireFolder();
        ObjectNode asked = object(json);
        try {
            manifests.change(folderOf(new AgentName(asked.path("name").asText())), before -> {
                try {
                    ObjectNode known = before == null ? null : object(before);
                    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(after(act, known, asked));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return json;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (StoreException e) {
            throw new RegistryException(e.getMessage(), e);
        }
    }

    /** With and without the zone a name is one: where either is there already, that one is meant. */
    private AgentName folderOf(AgentName name) throws StoreException {
        String local = RegistryNames.local(name.value()).value();
        for (String each : List.of(name.value(), local, RegistryNames.inZone(local))) {
            if (AgentName.isValid(each) && manifests.read(new AgentName(each)).isPresent()) {
                return new AgentName(each);
            }
        }
        return name;
    }

    /** What lies in the folder may be anybody's. */
    private ObjectNode object(byte[] json) throws RegistryException {
        try {
            if (JSON.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new RegistryException("a manifest in the registry " + root + " is not JSON: repair or remove it", e);
        }
        throw new RegistryException(
                "a manifest in the registry " + root + " is no JSON object: repair or remove it", null);
    }

    private void requireFolder() throws RegistryException {
        if (!Files.isDirectory(root)) {
            throw new RegistryException("the registry " + root + " is no folder; make it first", null);
        }
    }

    private ObjectNode after(Act act, @Nullable ObjectNode known, ObjectNode asked) throws RegistryRefusedException {
        if (act == Act.REGISTER) {
            if (known != null && !known.path("publicKey").equals(asked.path("publicKey"))) {
                throw new RegistryRefusedException(409, "the registry " + root + " has that name for another key");
            }
            return asked;
        }
        if (known == null) {
            throw new RegistryRefusedException(404, "the registry " + root + " does not know that name");
        }
        if (act == Act.REVOKE) {
            known.put("revoked", true);
            known.set("revokedAt", asked.path("signedAt"));
            return known;
        }
        JsonNode old = known.path("publicKey");
        ObjectNode rotation = JSON.createObjectNode();
        rotation.set("from", old);
        rotation.set("to", asked.path("newPublicKey"));
        rotation.set("signature", asked.path("signature"));
        rotation.set("signedAt", asked.path("signedAt"));
        known.withArray("rotations").add(rotation);
        known.set("rotatedFrom", old);
        known.set("publicKey", asked.path("newPublicKey"));
        known.set("encryptionKey", asked.path("newEncryptionKey"));
        known.set("fingerprint", asked.path("newFingerprint"));
        known.remove(List.of("signature", "signedAt"));
        return known;
    }

    @Override
    public String where() {
        return root.toString();
    }

    @Override
    public void close() {}
}
