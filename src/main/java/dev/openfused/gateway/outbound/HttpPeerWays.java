package dev.openfused.gateway.outbound;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.sync.PeerSource;
import dev.openfused.gateway.sync.PeerWays;
import java.time.Clock;

/** Ways to peers with http(s) addresses. */
public final class HttpPeerWays implements PeerWays {
    private final ResolvedSettings settings;
    private final Clock clock;

    /**
     * As an installation is set up.
     *
     * @param settings the gateway's: time limits, allowed private networks, proxy
     * @param clock dates challenges, and is what {@code Retry-After} counts from
     */
    public HttpPeerWays(ResolvedSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public PeerSource source(Mesh.Peer peer) {
        return new HttpPeerSource(
                HttpOptions.toPeers(settings, settings.get(GatewaySettings.SYNC_TIMEOUT)), peer.url(), clock);
    }

    @Override
    public PeerTransport transport(Mesh.Peer peer) {
        return new HttpPeerTransport(
                HttpOptions.toPeers(settings, settings.get(GatewaySettings.DELIVER_TIMEOUT)),
                peer.url(),
                new AgentName(peer.name()),
                clock);
    }
}
