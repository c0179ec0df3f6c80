package dev.openfused.gateway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** Stands on loopback before a server as a long line does: what is said arrives after a while, each way. */
final class DelayingRelay implements AutoCloseable {
    private static final Piece END = new Piece(0, new byte[0]);

    private final ServerSocket server;
    private final int target;
    private final long delayNanos;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Something that was said, and when it arrives. */
    private record Piece(long arrival, byte[] bytes) {}

    DelayingRelay(int target, Duration oneWay) throws IOException {
        this.target = target;
        this.delayNanos = oneWay.toNanos();
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                carry(near, far);
                carry(far, near);
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Piece> line = new LinkedBlockingQueue<>();
        threads.execute(() -> hear(from, line));
        threads.execute(() -> tell(line, to));
    }

    private void hear(Socket from, BlockingQueue<Piece> line) {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                line.add(new Piece(System.nanoTime() + delayNanos, Arrays.copyOf(buffer, n)));
            }
        } catch (IOException e) {
            // One of them went away.
        } finally {
            line.add(END);
        }
    }

    private static void tell(BlockingQueue<Piece> line, Socket to) {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Piece piece = line.take(); piece != END; piece = line.take()) {
                for (long left = piece.arrival() - System.nanoTime();
                        left > 0;
                        left = piece.arrival() - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                out.write(piece.bytes());
                out.flush();
            }
        } catch (IOException e) {
            // One of them went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
