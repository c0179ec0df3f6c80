package dev.openfused.gateway.bench;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.TestAgent;
import java.util.List;
import java.util.concurrent.Callable;

/** Short commands, from the start of the launcher to the end of the process. */
final class CommandRow implements Row {
    private static final int TIMES = 11;
    private static final double AIM_MILLIS = 250;

    @Override
    public String name() {
        return "command";
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        TestAgent bob = ground.agent("bob");
        TestAgent alice = ground.agent("alice").knows(bob, true);
        String store = alice.store().root().toString();
        BarePrograms bare = new BarePrograms(ground.folder());
        double limit = millis(() -> {
            bare.runCommand();
            return 0;
        });
        return List.of(
                figure("key list", limit, "key", "list", "-d", store),
                figure("inbox send", limit, "inbox", "send", "bob", "the build is green", "-d", store));
    }

    private static Figure figure(String command, double limit, String... arguments) throws Exception {
        double millis = millis(() -> {
            GatewayProcess.Result result = GatewayProcess.run(arguments);
            if (result.status() != 0) {
                throw new IllegalStateException(command + " failed: " + result.err());
            }
            return 0;
        });
        return Figure.of("command `" + command + "`", millis, Unit.MILLIS)
                .withAim(AIM_MILLIS)
                .withLimit(limit, "a JVM that prints one word; median of " + TIMES);
    }

    private static double millis(Callable<Integer> run) throws Exception {
        return Latencies.measure(TIMES, run).millis(50);
    }
}
