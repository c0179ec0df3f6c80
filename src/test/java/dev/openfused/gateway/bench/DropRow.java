package dev.openfused.gateway.bench;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.bench.WebhookBridge.Door;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From a file in the inbox to the call of a webhook: one now and then, and 200 a second. */
final class DropRow implements Row {
    private static final Duration SELDOM = Duration.ofMillis(100);
    private static final Duration OFTEN = Duration.ofMillis(5);
    private static final int SEVERAL = 100;
    private static final int MANY = 2_000;
    private static final double AIM_MILLIS = 200;

    @Override
    public String name() {
        return "drop";
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        try (WebhookBridge bridge = new WebhookBridge(ground, "gateway");
                GatewayProcess gateway = ground.serve(bridge.gateway(), bridge.settings())) {
            bridge.carry(MANY / 2, OFTEN, Door.RENAME); // until the compiler has seen it all
            new ProcessUse(gateway.pid()).awaitQuiet(Duration.ofSeconds(30));
            Latencies seldom = bridge.carry(SEVERAL, SELDOM, Door.COPY);
            Latencies often = bridge.carry(MANY, OFTEN, Door.RENAME);
            gateway.stop();
            DeliveryParts parts = DeliveryParts.measure(ground, bridge);
            List<Figure> figures = new ArrayList<>();
            figures.addAll(figures("file copied in, idle, to webhook called", seldom, parts));
            figures.addAll(figures("file renamed in, 200/s, to webhook called", often, parts));
            return figures;
        }
    }

    private static List<Figure> figures(String what, Latencies measured, DeliveryParts parts) {
        return List.of(
                figure(what, 50, measured, parts),
                figure(what, 99, measured, parts).withAim(AIM_MILLIS));
    }

    private static Figure figure(String what, int hundredths, Latencies measured, DeliveryParts parts) {
        return Figure.of(what + ", p" + hundredths, measured.millis(hundredths), Unit.MILLIS)
                .withLimit(parts.millis(hundredths), parts.text(hundredths));
    }
}
