package dev.openfused.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands on loopback before a server and resets each connection sooner or later, in place of something that was asked or
 * answered: the server never learns the one, the client never the other.
 */
public final class CuttingRelay implements AutoCloseable {
    private final ServerSocket server;
    private final int spared;
    private final int further;
    private final Random random;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile int target;
    private volatile boolean calm;

    /**
     * A relay.
     *
     * @param seed how long connections last is chance, the same for the same seed
     * @param spared so many pieces, to and fro, always pass: those by which a client and this server come to know each other
     * @param further and fewer than so many after them
     */
    public CuttingRelay(long seed, int spared, int further) throws IOException {
        random = new Random(seed);
        this.spared = spared;
        this.further = further;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    public void to(int port) {
        target = port;
    }

    /** From now on nothing is cut; what is under way is, once more. */
    public void calm() throws IOException {
        calm = true;
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** How many connections it cut. */
    public int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                open.add(near);
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(far);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                AtomicInteger left = new AtomicInteger(spared + random.nextInt(further));
                threads.execute(() -> carry(near, far, left));
                threads.execute(() -> carry(far, near, left));
            } catch (IOException e) {
                // Closed, or nobody is there.
            }
        }
    }

    private void carry(Socket from, Socket to, AtomicInteger left) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!calm && left.getAndDecrement() <= 0) {
                    cuts.incrementAndGet();
                    from.setSoLinger(true, 0);
                    to.setSoLinger(true, 0);
                    return;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // One of them has ended, and with it the other.
        } finally {
            open.remove(from);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
