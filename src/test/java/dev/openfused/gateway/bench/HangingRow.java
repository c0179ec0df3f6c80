package dev.openfused.gateway.bench;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.WebhookSink;
import dev.openfused.gateway.bench.WebhookBridge.Door;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Of ten bridges one is watched: what it takes while three of the others hang, against while none does. */
final class HangingRow implements Row {
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final int WARM_UP = 400;
    private static final int MESSAGES = 200;
    private static final int HANGING = 3;
    private static final int WORKING = 6;

    @Override
    public String name() {
        return "hanging";
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        try (WebhookSink others = new WebhookSink();
                ServerSocket silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
            Latencies usual = carry(ground, "all-well", others.url(), others.url());
            Latencies hanging = carry(ground, "three-hang", others.url(), "http://127.0.0.1:" + silent.getLocalPort());
            List<Figure> figures = new ArrayList<>();
            for (int hundredths : List.of(50, 99)) {
                figures.add(Figure.of(
                                "ten bridges of which three hang, to webhook called by another, p" + hundredths,
                                hanging.millis(hundredths),
                                Unit.MILLIS)
                        .withLimit(usual.millis(hundredths), "the same while none hangs"));
            }
            return figures;
        }
    }

    /** Nobody reads from the last three where they hang; a try ends after an hour. */
    private static Latencies carry(Ground ground, String name, String working, String last) throws Exception {
        try (WebhookBridge watched = new WebhookBridge(ground, name)) {
            Map<String, String> settings = new HashMap<>(watched.settings());
            for (int i = 0; i < WORKING + HANGING; i++) {
                String bridge = "openfuse.bridge.other-" + i + '.';
                settings.put(bridge + "to", "webhook");
                settings.put(bridge + "url", i < WORKING ? working : last);
                settings.put(bridge + "allow-private", "127.0.0.1");
                settings.put(bridge + "timeout", "1h");
            }
            try (GatewayProcess gateway = ground.serve(watched.gateway(), settings)) {
                watched.carry(WARM_UP, EVERY.dividedBy(10), Door.RENAME);
                new ProcessUse(gateway.pid()).awaitQuiet(Duration.ofSeconds(30));
                Latencies measured = watched.carry(MESSAGES, EVERY, Door.RENAME);
                gateway.kill();
                return measured;
            }
        }
    }
}
