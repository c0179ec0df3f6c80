package dev.openfused.gateway;

import dev.openfused.gateway.cli.BridgeTester;
import dev.openfused.gateway.cli.Console;
import dev.openfused.gateway.cli.ExitStatus;
import dev.openfused.gateway.cli.Openfuse;
import dev.openfused.gateway.cli.ServeOptions;
import dev.openfused.gateway.cli.Wiring;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.demo.CommandRunner;
import dev.openfused.gateway.demo.Demo;
import dev.openfused.gateway.outbound.HttpTasks;
import dev.openfused.gateway.outbound.Registries;
import dev.openfused.gateway.settings.GatewaySettings;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The program {@code openfuse}: wires the command line to what it asks for, and exits with its status. */
public final class Gateway {
    private Gateway() {}

    /**
     * Runs one command.
     *
     * @param arguments as typed
     */
    public static void main(String... arguments) {
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            Logging.prepare();
            SignatureEngine.prepare(Integer.MAX_VALUE);
        }
        int status = run(Console.system(), arguments);
        System.exit(status);
    }

    /** Runs one command in a process of its own or, for tests and rehearsals, in this one. */
    static int run(Console console, String... arguments) {
        return new Openfuse(console, wiring()).run(arguments);
    }

    private static Wiring wiring() {
        return new Wiring(
                Gateway::serve,
                Gateway::demo,
                (store, config) -> Queues.open(store, new Installation().configuration(config, Map.of())),
                (store, settings) -> Ways.ofCommand(store, settings, Clock.systemUTC()),
                // As lambdas: a reference to a method loads its class, and these bring an HTTP client.
                (address, settings) -> Registries.open(address, settings),
                (address, token, settings) -> HttpTasks.open(address, token, settings),
                Ways::tunnel,
                config -> new Installation().configuration(config, Map.of()),
                Gateway::trial,
                Clock.systemUTC());
    }

    /** Called, and so loaded, by this command only: Camel comes with it. */
    private static BridgeTester.Outcome trial(@Nullable Path config, String bridge) throws Exception {
        return BridgeTrial.run(config, bridge);
    }

    private static int serve(ServeOptions options) throws Exception {
        Logging.await();
        RunningGateway gateway = RunningGateway.start(options.config(), flags(options));
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::closeInTime, "shutdown"));
        try (RepeatedTask probing = ThreadProbe.start(Gateway::endExhausted)) {
            gateway.awaitEnd();
        }
        return gateway.hasFailed() ? ExitStatus.REFUSED : ExitStatus.DONE;
    }

    /** Without a word of good-bye, which would need threads; what was accepted is on disk. */
    private static void endExhausted() {
        Runtime.getRuntime().halt(ExitStatus.EXHAUSTED);
    }

    /** Flags as settings, which win over all others. */
    private static Map<String, String> flags(ServeOptions options) {
        Map<String, String> flags = new HashMap<>();
        put(flags, GatewaySettings.STORE.key(), options.store());
        put(flags, GatewaySettings.HTTP_PORT.key(), options.port());
        put(flags, GatewaySettings.HTTP_HOST.key(), options.bind());
        put(flags, GatewaySettings.HTTP_FILES.key(), options.files());
        put(flags, GatewaySettings.ROUTES.key(), options.routes());
        return flags;
    }

    private static void put(Map<String, String> flags, String key, @Nullable Object value) {
        if (value != null) {
            flags.put(key, value.toString());
        }
    }

    private static int demo(PrintWriter out) throws Exception {
        List<String> launcher = List.of(Path.of(System.getProperty("openfuse.home", "."), "openfuse")
                .toAbsolutePath()
                .toString());
        return new Demo(folder -> (arguments, input) -> typed(folder, arguments, input), launcher).run(out)
                ? ExitStatus.DONE
                : ExitStatus.REFUSED;
    }

    private static CommandRunner.Outcome typed(Path folder, List<String> arguments, String input) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                Map.of(),
                folder,
                false);
        int status = run(console, arguments.toArray(String[]::new));
        return new CommandRunner.Outcome(status, out.toString(), err.toString());
    }
}
