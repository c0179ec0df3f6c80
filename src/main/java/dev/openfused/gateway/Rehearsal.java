package dev.openfused.gateway;

import com.sun.net.httpserver.HttpServer;
import dev.openfused.gateway.cli.Console;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.queue.SqliteLibrary;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Does once what a later process will do, so that the classes that takes end up in the class-data archive that the
 * launcher makes of this run. Everything happens in a temporary folder, which is removed; what stays, in {@code
 * archive/}, is SQLite's library.
 */
final class Rehearsal {
    private static final int MANY = 60;

    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(20);

    private final Path folder;

    private Rehearsal(Path folder) {
        this.folder = folder;
    }

    /**
     * Rehearses.
     *
     * @param arguments {@code command} for the short commands, {@code serve} for the gateway
     * @throws Exception if it can't be done here
     */
    public static void main(String... arguments) throws Exception {
        Path folder = Files.createTempDirectory("openfuse-rehearsal-");
        try {
            Rehearsal rehearsal = new Rehearsal(folder);
            rehearsal.commands();
            if (List.of(arguments).contains("serve")) {
                SqliteLibrary.copyTo(Path.of(System.getProperty("openfuse.home", ""), "archive"));
                rehearsal.serve();
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void commands() throws IOException {
        run("init", "-n", "alice", "-d", "alice");
        run("init", "-n", "bob", "-d", "bob");
        Files.writeString(folder.resolve("bob.key"), run("key", "export", "-d", "bob"));
        run("key", "import", "bob", "bob.key", "-d", "alice");
        run("key", "trust", "bob", "-d", "alice");
        run("key", "list", "-d", "alice");
        run("inbox", "send", "bob", "hello", "-d", "alice");
        run("send", "bob", "hello", "-d", "alice");
        run("broadcast", "hello", "-d", "alice");
        // So many that the list opens them with the engine that pays for many.
        for (int i = 0; i < MANY; i++) {
            run("inbox", "send", "bob", "hello " + i, "-d", "alice");
        }
        run("context", "--append", "hello", "-d", "alice");
        run("context", "-d", "alice");
        copyOutbox();
        run("inbox", "list", "--all", "-d", "bob");
        run("inbox", "list", "--all", "--json", "-d", "bob");
        run("status", "-d", "alice");
        run("--help");
    }

    private void copyOutbox() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("alice/outbox"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                Files.copy(file, folder.resolve("bob/inbox").resolve(String.valueOf(file.getFileName())));
            }
        }
    }

    /** A message comes in by HTTP and goes out to a webhook: what a restarted gateway does first. */
    private void serve() throws Exception {
        Files.writeString(folder.resolve("alice.key"), run("key", "export", "-d", "alice"));
        run("key", "import", "alice", "alice.key", "-d", "bob");
        run("key", "trust", "alice", "-d", "bob");
        CountDownLatch arrived = new CountDownLatch(1);
        Logging.await();
        HttpServer farEnd = farEnd(arrived);
        try (RunningGateway gateway = RunningGateway.start(
                settings(farEnd),
                Map.of("openfuse.store", folder.resolve("bob").toString(), "openfuse.http.port", "0"))) {
            Files.copy(
                    folder.resolve("bob.key"),
                    folder.resolve("bob/inbox/2026-01-01_nobody.md")); // dispatched like any other file
            post(gateway.url() + "/inbox", newMessage());
            if (!arrived.await(LONGEST_DELIVERY.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the rehearsed message did not arrive");
            }
        } finally {
            farEnd.stop(0);
        }
    }

    private static HttpServer farEnd(CountDownLatch arrived) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", call -> {
            try (call) {
                call.getRequestBody().readAllBytes();
                call.sendResponseHeaders(HttpURLConnection.HTTP_OK, -1);
            }
            arrived.countDown();
        });
        server.start();
        return server;
    }

    private Path settings(HttpServer farEnd) throws IOException {
        return Files.writeString(folder.resolve("application.properties"), """
                openfuse.bridge.rehearsal.to=webhook
                openfuse.bridge.rehearsal.url=http://127.0.0.1:%d/
                openfuse.bridge.rehearsal.allow-private=127.0.0.1
                openfuse.bridge.mail.to=email
                openfuse.bridge.mail.server=127.0.0.1:9
                openfuse.bridge.mail.address=nobody@example.org
                openfuse.bridge.mail.sender=nobody@example.org
                """.formatted(
                        farEnd.getAddress().getPort()));
    }

    private byte[] newMessage() throws StoreException {
        String recipient =
                String.valueOf(Store.open(folder.resolve("bob")).mesh().read().encryptionKey());
        return MessageJson.write(new MessageSealer(SignatureEngine.best(), Clock.systemUTC())
                .seal("alice", Store.open(folder.resolve("alice")).keys(), recipient, "hello"));
    }

    private static void post(String url, byte[] message) throws IOException {
        HttpURLConnection call = (HttpURLConnection) URI.create(url).toURL().openConnection();
        call.setRequestProperty("Content-Type", "application/json");
        call.setDoOutput(true);
        call.getOutputStream().write(message);
        if (call.getResponseCode() != HttpURLConnection.HTTP_CREATED) {
            throw new IllegalStateException("the rehearsed message was answered " + call.getResponseCode());
        }
    }

    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintWriter(out),
                new PrintWriter(Writer.nullWriter()),
                Map.of(),
                folder,
                false);
        Gateway.run(console, arguments);
        return out.toString();
    }
}
