package dev.openfused.gateway.store;

import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .mesh.json} says. A snapshot; change it with {@link MeshFile#update}.
 *
 * @param id 12 characters
 * @param name the agent's name
 * @param created RFC 3339
 * @param publicKey 64 hex digits; null in a workspace
 * @param encryptionKey {@code age1…}, or null
 * @param peers in file order
 * @param keyring who is known
 */
public record Mesh(
        String id,
        String name,
        String created,
        @Nullable String publicKey,
        @Nullable String encryptionKey,
        List<Peer> peers,
        Keyring keyring) {
    /**
     * Copies the peers.
     *
     * @param id 12 characters
     * @param name the agent's name
     * @param created RFC 3339
     * @param publicKey 64 hex digits; null in a workspace
     * @param encryptionKey {@code age1…}, or null
     * @param peers in file order
     * @param keyring who is known
     */
    public Mesh {
        peers = List.copyOf(peers);
    }

    /**
     * A peer we exchange with.
     *
     * @param id 12 characters
     * @param name its name
     * @param url {@code http(s)://…} or {@code ssh://…}
     * @param access {@code read} or {@code readwrite}
     */
    public record Peer(String id, String name, String url, String access) {}

    /**
     * Whether this is what several agents share, and no agent's own store.
     *
     * @return true if it has no keys and trusts everybody it knows
     */
    public boolean isWorkspace() {
        return publicKey == null && keyring.autoTrust();
    }

    /**
     * The peer of this name or id.
     *
     * @param nameOrId as typed
     * @return the peer, or empty
     */
    public Optional<Peer> peer(String nameOrId) {
        return peers.stream()
                .filter(p -> p.name().equals(nameOrId) || p.id().equals(nameOrId))
                .findFirst();
    }

    /**
     * The same with other keys of our own.
     *
     * @param newPublicKey 64 hex digits
     * @param newEncryptionKey {@code age1…}, or null
     * @return a copy
     */
    public Mesh withKeys(@Nullable String newPublicKey, @Nullable String newEncryptionKey) {
        return new Mesh(id, name, created, newPublicKey, newEncryptionKey, peers, keyring);
    }

    /**
     * The same with other peers.
     *
     * @param newPeers in file order
     * @return a copy
     */
    public Mesh withPeers(List<Peer> newPeers) {
        return new Mesh(id, name, created, publicKey, encryptionKey, newPeers, keyring);
    }

    /**
     * The same with another keyring.
     *
     * @param entries in file order
     * @return a copy; whether every known sender is trusted stays as it is
     */
    public Mesh withEntries(List<KeyringEntry> entries) {
        return new Mesh(id, name, created, publicKey, encryptionKey, peers, new Keyring(entries, keyring.autoTrust()));
    }
}
