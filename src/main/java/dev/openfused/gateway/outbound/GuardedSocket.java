package dev.openfused.gateway.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** Asks the guard about the very address it is about to connect to, however the caller came by it. */
final class GuardedSocket extends Socket {
    private final AddressGuard guard;

    GuardedSocket(AddressGuard guard) {
        super(Proxy.NO_PROXY); // a SOCKS proxy in the JVM's properties would connect for us, unseen
        this.guard = guard;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        if (!(endpoint instanceof InetSocketAddress target) || target.isUnresolved()) {
            throw new UnknownHostException("not an internet address: " + endpoint);
        }
        guard.require(target.getHostString(), target.getAddress());
        super.connect(endpoint, timeoutMillis);
    }
}
