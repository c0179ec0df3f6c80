package dev.openfused.gateway;

import dev.openfused.gateway.camel.ssh.SshPeerWays;
import dev.openfused.gateway.camel.ssh.SshTunnel;
import dev.openfused.gateway.cli.TunnelOpener.Tunnel;
import dev.openfused.gateway.cli.WaysOpener.OpenWays;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.outbound.HttpPeerWays;
import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.sync.PeerSource;
import dev.openfused.gateway.sync.PeerWays;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** All the ways to peers that there are: over HTTP, and over SSH. */
public final class Ways {
    private Ways() {}

    static PeerWays to(Supplier<CamelContext> context, ResolvedSettings settings, Clock clock, Store store)
            throws StoreException {
        return new SshPeerWays(
                context,
                settings,
                clock,
                Fingerprint.of(store.keys().publicKey()).fp8(),
                new HttpPeerWays(settings, clock));
    }

    /**
     * For a command: Camel starts with the first peer that needs it.
     *
     * @param store whose peers
     * @param settings the gateway's
     * @param clock now
     * @return to be closed
     * @throws StoreException if the store's keys can't be read
     */
    public static OpenWays ofCommand(Store store, ResolvedSettings settings, Clock clock) throws StoreException {
        LateCamel camel = new LateCamel();
        PeerWays ways = to(camel, settings, clock, store);
        return new OpenWays() {
            @Override
            public PeerSource source(Mesh.Peer peer) throws IOException {
                return ways.source(peer);
            }

            @Override
            public PeerTransport transport(Mesh.Peer peer) throws IOException {
                return ways.transport(peer);
            }

            @Override
            public void close() {
                camel.close();
            }
        };
    }

    /**
     * A way back to this machine, as {@link dev.openfused.gateway.cli.TunnelOpener} has it.
     *
     * @param settings the gateway's
     * @param host where it begins
     * @param remotePort where that host listens
     * @param localPort where it leads to
     * @param told lines for people
     * @return to be closed
     * @throws IOException if the host can't be made sense of
     */
    public static Tunnel tunnel(
            ResolvedSettings settings, String host, int remotePort, int localPort, Consumer<String> told)
            throws IOException {
        LateCamel camel = new LateCamel();
        SshTunnel tunnel = SshTunnel.open(camel, settings, host, remotePort, localPort, told);
        return () -> {
            tunnel.close();
            camel.close();
        };
    }

    /** A context without routes. */
    private static final class LateCamel implements Supplier<CamelContext>, AutoCloseable {
        private @Nullable CamelContext context;

        @Override
        public synchronized CamelContext get() {
            CamelContext started = context;
            if (started == null) {
                started = new DefaultCamelContext();
                started.start();
                context = started;
            }
            return started;
        }

        @Override
        public synchronized void close() {
            if (context != null) {
                context.stop();
            }
        }
    }
}
