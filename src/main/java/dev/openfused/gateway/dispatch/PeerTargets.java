package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.store.SshAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * To which peer an outbox file is pushed. A directory belongs to the one key whose FP8 it ends in, and to the peer that
 * the keyring knows under that key: never to whoever its name begins with, or bob would get the mail of bob-smith.
 */
public final class PeerTargets {
    private static final Pattern DIRECTORY = Pattern.compile("(.+)-([0-9A-F]{8})");
    private static final Pattern LEGACY = Pattern.compile(".+_from-.+_to-(.+?)(?:-([0-9A-Fa-f]{8}))?\\.json");

    private PeerTargets() {}

    /** The target, or empty if the recipient is no peer with an http(s) or ssh address. */
    static Optional<Target> of(Outbox.Entry entry, Mesh mesh) {
        return entry.directory().isEmpty() ? ofLegacy(entry.file(), mesh) : ofDirectory(entry.directory(), mesh);
    }

    private static Optional<Target> ofDirectory(String directory, Mesh mesh) {
        return peerOf(directory, mesh).map(peer -> Target.peer(directory));
    }

    /**
     * The peer that a directory is pushed to.
     *
     * @param directory a base name in {@code outbox/}
     * @param mesh who is known, and where
     * @return a peer with an http(s) or ssh address, or empty if there is none for that key
     */
    public static Optional<Mesh.Peer> peerOf(String directory, Mesh mesh) {
        Matcher m = DIRECTORY.matcher(directory);
        if (!m.matches() || !AgentName.isValid(m.group(1))) {
            return Optional.empty();
        }
        return mesh.keyring().byFp8(m.group(2)).flatMap(recipient -> peerOf(recipient, mesh));
    }

    /**
     * The directory that messages to a peer go to, be there any yet or not.
     *
     * @param peer one of the mesh's
     * @param mesh who is known
     * @return its base name, or empty if the peer is not in the keyring or has no http(s) or ssh address
     */
    public static Optional<String> directoryOf(Mesh.Peer peer, Mesh mesh) {
        return isReachable(peer.url()) && AgentName.isValid(peer.name())
                ? entryOf(peer.name(), mesh).map(entry -> entry.outboxDirectory(peer.name()))
                : Optional.empty();
    }

    /**
     * Whether a waiting message is pushed to a peer.
     *
     * @param entry where it stands
     * @param peer one of the mesh's
     * @param mesh who is known, and where
     * @return true if it is for the agent that the peer is
     */
    public static boolean goesTo(Outbox.Entry entry, Mesh.Peer peer, Mesh mesh) {
        if (!entry.directory().isEmpty()) {
            return peerOf(entry.directory(), mesh).filter(peer::equals).isPresent();
        }
        Optional<Target> target = ofLegacy(entry.file(), mesh);
        return target.isPresent() && target.equals(directoryOf(peer, mesh).map(Target::peer));
    }

    /** Files of old clients, in {@code outbox/} itself: addressed by their names. */
    private static Optional<Target> ofLegacy(String file, Mesh mesh) {
        Matcher m = LEGACY.matcher(file);
        if (!m.matches()) {
            return Optional.empty();
        }
        String query = m.group(2) == null ? m.group(1) : m.group(1) + ':' + m.group(2);
        return entryOf(query, mesh).flatMap(recipient -> peerOf(recipient, mesh)
                .map(peer -> Target.peer(recipient.outboxDirectory(peer.name()))));
    }

    private static Optional<Mesh.Peer> peerOf(KeyringEntry recipient, Mesh mesh) {
        return mesh.peers().stream()
                .filter(p -> isReachable(p.url()) && AgentName.isValid(p.name()))
                .filter(p -> entryOf(p.name(), mesh)
                        .filter(e -> e.signingKey().equals(recipient.signingKey()))
                        .isPresent())
                .findFirst();
    }

    private static Optional<KeyringEntry> entryOf(String query, Mesh mesh) {
        try {
            return Optional.of(mesh.keyring().find(query));
        } catch (UnknownAgentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a peer can be reached by its address.
     *
     * @param url the peer's
     * @return true for http, https and ssh
     */
    public static boolean isReachable(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://") || SshAddress.isOne(url);
    }
}
