package dev.openfused.gateway.bench;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.TestAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** From the command {@code serve} to the first 200, store and class-data archive made before. */
final class StartRow implements Row {
    private static final int TIMES = 7;
    private static final double AIM_MILLIS = 1200;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        TestAgent agent = ground.agent("gateway");
        Path settings = ground.settings(agent, Map.of());
        BarePrograms bare = new BarePrograms(ground.folder());
        bare.makeArchive();
        double[] own = new double[TIMES];
        double[] limit = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            own[i] = gateway(agent.store().root(), settings);
            limit[i] = server(bare);
        }
        return List.of(Figure.of("start to first 200", Median.of(own), Unit.MILLIS)
                .withAim(AIM_MILLIS)
                .withLimit(
                        Median.of(limit),
                        "a bare Camel context with one HTTP route and an SQLite file, archive and JVM options alike; median of "
                                + TIMES));
    }

    private static double gateway(Path store, Path settings) throws IOException, InterruptedException {
        int port = Ground.freePort();
        long start = System.nanoTime();
        try (GatewayProcess gateway = GatewayProcess.start(
                "serve",
                "--store",
                store.toString(),
                "--config",
                settings.toString(),
                "--port",
                Integer.toString(port))) {
            double millis = Probe.millisToFirstOk(port, start);
            gateway.stop();
            return millis;
        }
    }

    private static double server(BarePrograms bare) throws IOException, InterruptedException {
        int port = Ground.freePort();
        long start = System.nanoTime();
        Process server = bare.startServer(port);
        try {
            return Probe.millisToFirstOk(port, start);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }
}
