package dev.openfused.gateway.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.RegistryActs;
import java.util.List;

/** What an agent tells a registry, signed (protocol section 8). */
public final class RegistryRequests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CAPABILITIES = List.of("inbox", "shared", "knowledge");

    private final RegistryActs acts;

    /**
     * Makes requests.
     *
     * @param acts signs them
     */
    public RegistryRequests(RegistryActs acts) {
        this.acts = acts;
    }

    /**
     * Here I am.
     *
     * @param name to be registered
     * @param endpoint where the agent is reached, or empty
     * @param created when the agent came to be, RFC 3339
     * @param keys the agent's
     * @return JSON
     */
    public byte[] register(String name, String endpoint, String created, AgentKeys keys) {
        RegistryActs.Signed signed = acts.registration(name, endpoint, keys);
        ObjectNode json = JSON.createObjectNode()
                .put("name", name)
                .put("endpoint", endpoint)
                .put("publicKey", keys.publicKey());
        if (keys.encryptionKey() != null) {
            json.put("encryptionKey", keys.encryptionKey());
        }
        json.put("fingerprint", keys.fingerprint().value()).put("created", created);
        CAPABILITIES.forEach(json.putArray("capabilities")::add);
        return bytes(json.put("signature", signed.signature()).put("signedAt", signed.signedAt()));
    }

    /**
     * My key counts no longer.
     *
     * @param name as it is registered
     * @param keys those that are given up
     * @return JSON
     */
    public byte[] revoke(String name, AgentKeys keys) {
        RegistryActs.Signed signed = acts.revocation(name, keys);
        return bytes(JSON.createObjectNode()
                .put("name", name)
                .put("signature", signed.signature())
                .put("signedAt", signed.signedAt()));
    }

    /**
     * Other keys follow mine.
     *
     * @param name as it is registered
     * @param old the keys so far
     * @param next the keys that follow
     * @return JSON
     */
    public byte[] rotate(String name, AgentKeys old, AgentKeys next) {
        RegistryActs.Signed signed = acts.rotation(name, old, next.publicKey());
        return bytes(JSON.createObjectNode()
                .put("name", name)
                .put("newPublicKey", next.publicKey())
                .put("newEncryptionKey", next.encryptionKey())
                .put("newFingerprint", next.fingerprint().value())
                .put("signature", signed.signature())
                .put("signedAt", signed.signedAt()));
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts have a form in JSON", e);
        }
    }
}
