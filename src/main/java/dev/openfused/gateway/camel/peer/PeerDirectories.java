package dev.openfused.gateway.camel.peer;

import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which outbox directory is pushed to which peer. A directory belongs to one key, by the FP8 it ends in, and is pushed to
 * the peer that our keyring knows under that same key: never by what its name begins with, or bob's peer would get the
 * mail of bob-smith.
 */
final class PeerDirectories {
    private static final int FP8 = 8;

    private final Store store;

    PeerDirectories(Store store) {
        this.store = store;
    }

    /** A peer with an http(s) address, as far as a route to it depends on it. */
    record Way(String peer, String url) {}

    /** Directories that exist and those that may, by name. */
    Map<String, Way> read() throws StoreException {
        Mesh mesh = store.mesh().read();
        Map<String, Way> ways = new TreeMap<>();
        for (Mesh.Peer peer : mesh.peers()) {
            if (isHttp(peer.url()) && AgentName.isValid(peer.name())) {
                entryOf(mesh, peer)
                        .ifPresent(e -> ways.put(e.outboxDirectory(peer.name()), new Way(peer.name(), peer.url())));
            }
        }
        for (String directory : store.outbox().directories()) {
            Way way = wayFor(directory, mesh);
            if (way != null) {
                ways.putIfAbsent(directory, way);
            }
        }
        return ways;
    }

    private static @Nullable Way wayFor(String directory, Mesh mesh) {
        int dash = directory.lastIndexOf('-');
        if (dash <= 0 || directory.length() - dash - 1 != FP8 || !AgentName.isValid(directory.substring(0, dash))) {
            return null;
        }
        Optional<KeyringEntry> entry = mesh.keyring().byFp8(directory.substring(dash + 1));
        return entry.flatMap(e -> mesh.peers().stream()
                        .filter(p -> isHttp(p.url()) && AgentName.isValid(p.name()))
                        .filter(p -> entryOf(mesh, p)
                                .filter(of -> of.signingKey().equals(e.signingKey()))
                                .isPresent())
                        .findFirst())
                .map(p -> new Way(p.name(), p.url()))
                .orElse(null);
    }

    private static Optional<KeyringEntry> entryOf(Mesh mesh, Mesh.Peer peer) {
        try {
            return Optional.of(mesh.keyring().find(peer.name()));
        } catch (UnknownAgentException e) {
            return Optional.empty();
        }
    }

    private static boolean isHttp(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }
}
