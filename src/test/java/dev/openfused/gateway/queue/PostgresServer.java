package dev.openfused.gateway.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real PostgreSQL server, from Debian's package, on a free loopback port; one for all tests of a JVM. */
public final class PostgresServer implements AutoCloseable {
    private static final Path PACKAGE = Path.of("/usr/lib/postgresql");

    private final Path folder;
    private final List<String> asServerUser = new ArrayList<>();
    private final int port;
    private final String password = UUID.randomUUID().toString();
    private final Process process;

    private PostgresServer(Path binaries, boolean durable) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("queue-postgres");
        port = freePort();
        Path passwords = Files.writeString(folder.resolve("password"), password);
        if ("root".equals(System.getProperty("user.name"))) {
            handOver(folder, passwords);
        }
        Path data = folder.resolve("data");
        run(
                "initdb",
                new ProcessBuilder(command(
                        binaries.resolve("initdb"),
                        "--no-sync",
                        "--pgdata=" + data,
                        "--username=gateway",
                        "--pwfile=" + passwords,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C")));
        process = new ProcessBuilder(command(
                        binaries.resolve("postgres"),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=" + (durable ? "on" : "off"),
                        "-c",
                        "max_connections=200"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Awaitility.await("a PostgreSQL server that answers")
                .atMost(Duration.ofSeconds(60))
                .until(this::answers);
    }

    /** Starts one that does wait for the disk, for measuring; empty where PostgreSQL is not installed. */
    public static Optional<PostgresServer> startDurable() throws IOException, InterruptedException {
        Optional<Path> binaries = Installed.binaries();
        return binaries.isEmpty() ? Optional.empty() : Optional.of(new PostgresServer(binaries.get(), true));
    }

    /** PostgreSQL refuses to run as root; the package's own user, or failing that nobody, takes its place. */
    private void handOver(Path... paths) throws IOException {
        String user = Files.readString(Path.of("/etc/passwd")).contains("\npostgres:") ? "postgres" : "nobody";
        UserPrincipal owner =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
        for (Path path : paths) {
            Files.setOwner(path, owner);
        }
        asServerUser.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
    }

    private List<String> command(Path program, String... arguments) {
        List<String> command = new ArrayList<>(asServerUser);
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private void run(String name, ProcessBuilder builder) throws IOException, InterruptedException {
        Path log = folder.resolve(name + ".log");
        Process once = builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (once.waitFor() != 0) {
            throw new IOException(name + " failed: " + Files.readString(log, UTF_8));
        }
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("PostgreSQL ended: " + Files.readString(folder.resolve("log"), UTF_8));
        }
        try (var connection = DriverManager.getConnection(url(), user(), password)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return "gateway";
    }

    public String password() {
        return password;
    }

    /** A namespace that no other test has. */
    public String freshNamespace() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(45, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Gives a test the server; skips it, and says why, where PostgreSQL is not installed. */
    static final class Installed implements ExecutionCondition, ParameterResolver {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return binaries().isPresent()
                    ? ConditionEvaluationResult.enabled("PostgreSQL is installed")
                    : ConditionEvaluationResult.disabled(
                            "SKIPPED: no PostgreSQL under " + PACKAGE + "; install the package postgresql");
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == PostgresServer.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(PostgresServer.class, type -> start(), PostgresServer.class);
        }

        private static PostgresServer start() {
            try {
                return new PostgresServer(binaries().orElseThrow(), false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while PostgreSQL started", e);
            }
        }

        private static Optional<Path> binaries() {
            if (!Files.isDirectory(PACKAGE)) {
                return Optional.empty();
            }
            try (Stream<Path> versions = Files.list(PACKAGE)) {
                return versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .max(Comparator.naturalOrder());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
