package dev.openfused.gateway.camel.ssh;

import com.jcraft.jsch.SocketFactory;
import dev.openfused.gateway.outbound.AddressGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;

/** Connects to hosts whose key is not known, if the guard allows every address of theirs. */
final class GuardedSshSockets implements SocketFactory {
    private final AddressGuard guard;
    private final int timeoutMillis;

    GuardedSshSockets(AddressGuard guard, int timeoutMillis) {
        this.guard = guard;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        for (InetAddress address : addresses) {
            guard.require(host, address);
        }
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.connect(new InetSocketAddress(addresses[0], port), timeoutMillis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public InputStream getInputStream(Socket socket) throws IOException {
        return socket.getInputStream();
    }

    @Override
    public OutputStream getOutputStream(Socket socket) throws IOException {
        return socket.getOutputStream();
    }
}
