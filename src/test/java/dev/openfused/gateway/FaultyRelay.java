package dev.openfused.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands on loopback before a server, which may come and go, and does to some connections what networks do: refuses them,
 * resets them in the middle, or goes silent.
 */
final class FaultyRelay implements AutoCloseable {
    private static final int LONGEST_LIFE = 20_000;

    private final ServerSocket server;
    private final Random random;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int target;
    private volatile boolean calm;

    /** What happens to a connection. */
    private enum Fault {
        NONE,
        REFUSED,
        RESET,
        SILENT
    }

    FaultyRelay(long seed) {
        random = new Random(seed);
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    void to(int port) {
        target = port;
    }

    /** From now on nothing happens; what is under way is cut. */
    void calm() throws IOException {
        calm = true;
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Fault fault = next();
                if (fault == Fault.REFUSED) {
                    reset(near);
                } else {
                    connect(near, fault, 1 + random.nextInt(LONGEST_LIFE));
                }
            } catch (IOException e) {
                // Closed, or nobody is there.
            }
        }
    }

    private Fault next() {
        return switch (calm ? 100 : random.nextInt(20)) {
            case 0, 1 -> Fault.REFUSED;
            case 2, 3, 4, 5 -> Fault.RESET;
            case 6 -> Fault.SILENT;
            default -> Fault.NONE;
        };
    }

    private void connect(Socket near, Fault fault, int after) throws IOException {
        Socket far;
        try {
            far = new Socket(InetAddress.getByName("127.0.0.1"), target);
        } catch (IOException e) {
            near.close();
            throw e;
        }
        open.add(near);
        open.add(far);
        boolean answers = random.nextBoolean();
        threads.execute(() -> relay(near, far, answers ? Fault.NONE : fault, after));
        threads.execute(() -> relay(far, near, answers ? fault : Fault.NONE, after));
    }

    private void relay(Socket from, Socket to, Fault fault, int after) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[4 * 1024];
            int left = after;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int passed = fault == Fault.NONE ? n : Math.min(n, left);
                out.write(buffer, 0, passed);
                out.flush();
                left -= passed;
                if (fault != Fault.NONE && left <= 0) {
                    strike(fault, from, to);
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(from);
            closeQuietly(to);
        } finally {
            open.remove(from);
        }
    }

    private void strike(Fault fault, Socket from, Socket to) throws IOException {
        if (fault == Fault.RESET) {
            reset(from);
            reset(to);
            return;
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Gone is what was asked for.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        closed.countDown();
        for (Socket socket : open) {
            closeQuietly(socket);
        }
        threads.shutdownNow();
    }
}
