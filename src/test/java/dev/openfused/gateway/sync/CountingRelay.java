package dev.openfused.gateway.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands on loopback before an HTTP server and notes what is asked, such as {@code GET /ls/shared}. */
public final class CountingRelay implements AutoCloseable {
    private static final Pattern REQUEST = Pattern.compile("([A-Z]+ [^ \r\n]+) HTTP/1\\.1\r\n");

    private final ServerSocket server;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public CountingRelay(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Those since the last time. */
    public List<String> requests() {
        List<String> asked = List.copyOf(requests);
        requests.clear();
        return asked;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getByName("127.0.0.1"), target);
                threads.execute(() -> relay(near, far, true));
                threads.execute(() -> relay(far, near, false));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void relay(Socket from, Socket to, boolean asking) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (asking) {
                    Matcher lines = REQUEST.matcher(new String(buffer, 0, n, ISO_8859_1));
                    while (lines.find()) {
                        requests.add(lines.group(1));
                    }
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // One of them went away.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
