package dev.openfused.gateway.bench;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.bench.WebhookBridge.Door;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A gateway with one bridge that has nothing to do, over an empty inbox and over a full one; then one more message. */
final class IdleRow implements Row {
    private static final int FULL = 100_000;
    private static final int ONE_MORE = 50;
    private static final int WARM_UP = 1_000;
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final Duration WARM_UP_EVERY = Duration.ofMillis(10);
    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final double AIM_PERCENT = 1;

    /** What one gateway cost. */
    private record Cost(double idlePercent, double mebibytes, double messageCpuMillis, double messageMillis) {}

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public Duration longest() {
        return Duration.ofMinutes(5);
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        Cost bare = bare(new BarePrograms(ground.folder()));
        Cost empty = cost(ground, "empty", 0);
        Cost full = cost(ground, "full", FULL);
        List<Figure> figures = new ArrayList<>();
        for (boolean isFull : new boolean[] {false, true}) {
            Cost cost = isFull ? full : empty;
            String over = isFull ? ", 100,000 inbox files" : ", empty inbox";
            figures.add(Figure.of("idle processor use" + over, cost.idlePercent, Unit.PERCENT_OF_A_CORE)
                    .withAim(AIM_PERCENT)
                    .withRemark("a bare Camel context with one HTTP route takes "
                            + Unit.PERCENT_OF_A_CORE.text(bare.idlePercent)));
            figures.add(Figure.of("memory" + over, cost.mebibytes, Unit.MEBIBYTES)
                    .withLimit(bare.mebibytes, "a bare Camel context with one HTTP route"));
        }
        String how = "the same over an empty inbox";
        figures.add(Figure.of("one more message, processor time, empty inbox", empty.messageCpuMillis, Unit.MILLIS));
        figures.add(
                Figure.of("one more message, processor time, 100,000 inbox files", full.messageCpuMillis, Unit.MILLIS)
                        .withLimit(empty.messageCpuMillis, how));
        figures.add(
                Figure.of("one more message, p50 to webhook called, empty inbox", empty.messageMillis, Unit.MILLIS));
        figures.add(Figure.of(
                        "one more message, p50 to webhook called, 100,000 inbox files", full.messageMillis, Unit.MILLIS)
                .withLimit(empty.messageMillis, how));
        return figures;
    }

    private static Cost bare(BarePrograms programs) throws Exception {
        int port = Ground.freePort();
        Process server = programs.startServer(port);
        try {
            Probe.millisToFirstOk(port, System.nanoTime());
            ProcessUse use = new ProcessUse(server.pid());
            use.awaitQuiet(Duration.ofSeconds(20));
            return new Cost(use.percentOver(IDLE), use.mebibytes(), 0, 0);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static Cost cost(Ground ground, String name, int files) throws Exception {
        try (WebhookBridge bridge = new WebhookBridge(ground, name)) {
            fill(ground.agent(name + "-filler"), bridge.gateway(), files);
            try (GatewayProcess gateway = ground.serve(bridge.gateway(), bridge.settings())) {
                ProcessUse use = new ProcessUse(gateway.pid());
                use.awaitQuiet(Duration.ofMinutes(3)); // the start-up scan
                bridge.carry(WARM_UP, WARM_UP_EVERY, Door.RENAME);
                use.awaitQuiet(Duration.ofSeconds(30));
                double idle = use.percentOver(IDLE);
                double memory = use.mebibytes();
                Duration before = use.cpu();
                Latencies latencies = bridge.carry(ONE_MORE, EVERY, Door.RENAME);
                double idleShare = idle / 100 * EVERY.toMillis();
                double cpu = use.cpu().minus(before).toNanos() / 1e6 / ONE_MORE;
                return new Cost(idle, memory, Math.max(0, cpu - idleShare), latencies.millis(50));
            }
        }
    }

    /** From somebody the gateway does not know: they stay in the inbox and concern no bridge. */
    private static void fill(TestAgent stranger, TestAgent gateway, int files) throws Exception {
        Path inbox = gateway.store().inbox().directory();
        List<byte[]> envelopes = Envelopes.signed(stranger, gateway, files);
        for (int i = 0; i < files; i++) {
            Files.write(
                    inbox.resolve("2026-01-01T00-00-00-000Z_from-stranger-%06d.json".formatted(i)), envelopes.get(i));
        }
    }
}
