package dev.openfused.gateway.outbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A far end that misbehaves below HTTP: each connection is handed to a script. */
final class RawServer implements AutoCloseable {
    /** What is done with one connection. */
    @FunctionalInterface
    interface Script {
        void play(Socket connection) throws IOException;
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();

    RawServer(Script script) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> accept(script));
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.incrementAndGet();
                threads.execute(() -> play(script, connection));
            }
        } catch (IOException closed) {
            threads.shutdown();
        }
    }

    private void play(Script script, Socket connection) {
        try (connection) {
            script.play(connection);
        } catch (IOException e) {
            broken.incrementAndGet();
        }
    }

    /** How many connections were made. */
    int connections() {
        return connections.get();
    }

    /** How many scripts found their connection closed by the other side. */
    int broken() {
        return broken.get();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
