package dev.openfused.gateway.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A peer on loopback that answers in any way, byte by byte; one request per connection. */
final class HostilePeer implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** What it does to one request. */
    interface Behaviour {
        void on(Socket connection) throws IOException, InterruptedException;
    }

    HostilePeer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
        serving("/outbox/bob", "[]");
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    List<String> requests() {
        return requests;
    }

    HostilePeer on(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
        return this;
    }

    HostilePeer serving(String path, String body) {
        return on(path, connection -> send(connection, head(200, body.getBytes(UTF_8).length), body));
    }

    static String head(int status, long length) {
        return "HTTP/1.1 " + status + " X\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n";
    }

    static void send(Socket connection, String... parts) throws IOException {
        OutputStream out = connection.getOutputStream();
        for (String part : parts) {
            out.write(part.getBytes(UTF_8));
        }
        out.flush();
    }

    /** Sends a part, then the connection is reset under the reader. */
    static Behaviour resetAfter(String part) {
        return connection -> {
            send(connection, part);
            connection.setSoLinger(true, 0);
        };
    }

    /** Sends a part, then nothing more until the reader goes away. */
    static Behaviour stallAfter(String part) {
        return connection -> {
            send(connection, part);
            connection.getInputStream().read();
        };
    }

    /** Sends without end. */
    static Behaviour endless(String piece) {
        return connection -> {
            send(connection, "HTTP/1.1 200 X\r\nConnection: close\r\n\r\n");
            String pieces = piece.repeat(4096 / piece.length());
            while (true) {
                send(connection, pieces);
            }
        };
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                threads.execute(() -> answer(connection));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
            String request = String.valueOf(in.readLine());
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                continue;
            }
            requests.add(request);
            String path = request.split(" ")[1].replaceAll("\\?.*", "");
            behaviours.getOrDefault(path, c -> send(c, head(404, 0))).on(connection);
        } catch (IOException | InterruptedException e) {
            // The reader went away.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
