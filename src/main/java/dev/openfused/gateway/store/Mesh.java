package dev.openfused.gateway.store;

import dev.openfused.gateway.keyring.Keyring;
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
    /** Copies the peers. */
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
}
