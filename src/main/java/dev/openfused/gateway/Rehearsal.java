package dev.openfused.gateway;

import dev.openfused.gateway.cli.Console;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Does once what a later process will do, so that the classes that takes end up in the class-data archive that the
 * launcher makes of this run. Everything happens in a temporary folder, which is removed.
 */
final class Rehearsal {
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
        run("broadcast", "hello", "-d", "alice");
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

    private void serve() throws Exception {
        Path settings = Files.writeString(folder.resolve("application.properties"), """
                openfuse.bridge.rehearsal.to=webhook
                openfuse.bridge.rehearsal.url=http://127.0.0.1:9/
                openfuse.bridge.mail.to=email
                openfuse.bridge.mail.server=127.0.0.1:9
                openfuse.bridge.mail.address=nobody@example.org
                openfuse.bridge.mail.sender=nobody@example.org
                """);
        try (RunningGateway gateway = RunningGateway.start(
                settings, Map.of("openfuse.store", folder.resolve("bob").toString(), "openfuse.http.port", "0"))) {
            Files.copy(
                    folder.resolve("bob.key"),
                    folder.resolve("bob/inbox/2026-01-01_nobody.md")); // dispatched like any other file
            gateway.url();
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
