package dev.openfused.gateway.camel.ssh;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.SshAddress;
import dev.openfused.gateway.sync.PeerSource;
import dev.openfused.gateway.sync.PeerWays;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Ways to peers with {@code ssh://} addresses; any other address is somebody else's business. */
public final class SshPeerWays implements PeerWays {
    private final SshSessions sessions;
    private final Clock clock;
    private final String owner;
    private final PeerWays others;

    /**
     * As an installation is set up.
     *
     * @param context holds Camel's endpoints; asked for when one is needed
     * @param settings the gateway's: configuration file, passphrase, time limits
     * @param clock says which files changed a moment ago
     * @param owner tells our unfinished files at a peer from those of others: the FP8 of our key
     * @param others knows the other kinds of addresses
     */
    public SshPeerWays(
            Supplier<CamelContext> context, ResolvedSettings settings, Clock clock, String owner, PeerWays others) {
        this.sessions = new SshSessions(context, SshOptions.of(settings));
        this.clock = clock;
        this.owner = owner;
        this.others = others;
    }

    @Override
    public PeerSource source(Mesh.Peer peer) throws IOException {
        return SshAddress.isOne(peer.url()) ? new SshPeerSource(store(peer), clock) : others.source(peer);
    }

    @Override
    public PeerTransport transport(Mesh.Peer peer) throws IOException {
        if (!SshAddress.isOne(peer.url())) {
            return others.transport(peer);
        }
        RemoteStore store = store(peer);
        return new SshPeerTransport(store, new ScpUpload(store, sessions), owner);
    }

    private RemoteStore store(Mesh.Peer peer) {
        return new RemoteStore(
                sessions,
                SshAddress.parse(peer.url())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "'" + VisibleText.of(peer.url()) + "' is not ssh://[user@]host:[port]/path")));
    }
}
