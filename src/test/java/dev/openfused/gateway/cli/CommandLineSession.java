package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.Ways;
import dev.openfused.gateway.bridge.BridgeKinds;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.outbound.HttpTasks;
import dev.openfused.gateway.outbound.Registries;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Somebody at the command line, in a folder of a test: types a command, sees what it prints. */
final class CommandLineSession {
    /** What one command did. */
    record Outcome(int status, String out, String err) {}

    private final Path directory;
    private final Clock clock;
    private @Nullable ServeOptions served;

    CommandLineSession(Path directory) {
        this(directory, Clock.systemUTC());
    }

    CommandLineSession(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    Outcome run(String... arguments) {
        return run(Map.of(), new byte[0], arguments);
    }

    Outcome run(Map<String, String> environment, byte[] input, String... arguments) {
        return run(environment, input, false, arguments);
    }

    Outcome runOnTerminal(Map<String, String> environment, String... arguments) {
        return run(environment, new byte[0], true, arguments);
    }

    Outcome answer(String typed, String... arguments) {
        return answer(Map.of(), typed, arguments);
    }

    Outcome answer(Map<String, String> environment, String typed, String... arguments) {
        return run(environment, typed.getBytes(UTF_8), true, arguments);
    }

    private Outcome run(Map<String, String> environment, byte[] input, boolean terminal, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Map<String, String> variables = new HashMap<>(environment);
        variables.putIfAbsent("HOME", directory.resolve("home").toString());
        variables.putIfAbsent(
                "OPENFUSE_REGISTRY", directory.resolve("no-registry").toString());
        Console console = new Console(
                new ByteArrayInputStream(input),
                new PrintWriter(out),
                new PrintWriter(err),
                variables,
                directory,
                terminal,
                terminal,
                false);
        int status = new Openfuse(console, wiring(variables)).run(arguments);
        return new Outcome(status, out.toString(), err.toString());
    }

    /** A command that goes on until it is interrupted, as by Ctrl+C. */
    static final class Running {
        private final StringWriter out = new StringWriter();
        private final StringWriter err = new StringWriter();
        private final Thread thread;

        private Running(CommandLineSession session, Map<String, String> environment, String... arguments) {
            Map<String, String> variables = new HashMap<>(environment);
            variables.putIfAbsent(
                    "OPENFUSE_REGISTRY",
                    session.directory.resolve("no-registry").toString());
            Console console = new Console(
                    new ByteArrayInputStream(new byte[0]),
                    new PrintWriter(out, true),
                    new PrintWriter(err, true),
                    variables,
                    session.directory,
                    false);
            Openfuse openfuse = new Openfuse(console, session.wiring(variables));
            thread = new Thread(() -> openfuse.run(arguments), "command");
            thread.start();
        }

        String out() {
            return out.toString();
        }

        String err() {
            return err.toString();
        }

        void stop() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }

    Running start(Map<String, String> environment, String... arguments) {
        return new Running(this, environment, arguments);
    }

    Outcome type(String input, String... arguments) {
        return run(Map.of(), input.getBytes(UTF_8), arguments);
    }

    /** What the last {@code serve} was asked for. */
    @Nullable
    ServeOptions served() {
        return served;
    }

    /** Where commands are only parsed. */
    CommandLine parser() {
        Console console = new Console(
                InputStream.nullInputStream(),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                Map.of(),
                directory,
                false);
        return new CommandTree(console, wiring(Map.of())).branch(List.of());
    }

    private Wiring wiring(Map<String, String> variables) {
        return new Wiring(
                options -> {
                    served = options;
                    return ExitStatus.DONE;
                },
                out -> ExitStatus.DONE,
                CommandLineSession::queue,
                (store, settings) -> Ways.ofCommand(store, settings, Clock.systemUTC()),
                Registries::open,
                HttpTasks::open,
                Ways::tunnel,
                config -> Configuration.read(config, Map.of(), variables, BridgeKinds.shipped()),
                (config, bridge) -> {
                    throw new IllegalArgumentException("no bridge is tried in this process");
                },
                clock);
    }

    private static DeliveryQueue queue(Path store, @Nullable Path config) {
        return DeliveryQueues.sqlite(store.resolve(".gateway/state.db"), Clock.systemUTC(), QueueOptions.DEFAULT);
    }
}
