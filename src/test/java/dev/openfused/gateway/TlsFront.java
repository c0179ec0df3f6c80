package dev.openfused.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** TLS before a server under test that speaks none. */
public final class TlsFront implements AutoCloseable {
    private final ServerSocket server;
    private final int behind;
    private volatile boolean stopped;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    public TlsFront(SSLContext tls, int behind) throws IOException {
        this.behind = behind;
        server = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        threads.execute(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Whether it ends each connection at once. */
    public void stopped(boolean now) {
        stopped = now;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                if (stopped) {
                    near.close();
                    continue;
                }
                Socket far = new Socket(InetAddress.getByName("127.0.0.1"), behind);
                threads.execute(() -> copy(near, far));
                threads.execute(() -> copy(far, near));
            } catch (IOException e) {
                // Closed, or nobody is there.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One of them has ended, and with it the other.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
