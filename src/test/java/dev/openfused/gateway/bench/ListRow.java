package dev.openfused.gateway.bench;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.TestAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code inbox list} of sealed messages, from the start of the launcher to the end of the process. */
final class ListRow implements Row {
    private static final int FEW = 1_000;
    private static final int MANY = 10_000;

    @Override
    public String name() {
        return "list";
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        TestAgent alice = ground.agent("alice");
        TestAgent bob = ground.agent("bob").knows(alice, true);
        List<byte[]> envelopes = Envelopes.sealed(alice, bob, MANY);
        double few = listed(bob, envelopes.subList(0, FEW), 7);
        double many = listed(bob, envelopes.subList(FEW, MANY), 3);
        return List.of(
                Figure.of("command `inbox list`, 1,000 sealed messages", few, Unit.MILLIS)
                        .withAim(400)
                        .withRemark("median of 7"),
                Figure.of("command `inbox list`, 10,000 sealed messages", many, Unit.MILLIS)
                        .withAim(2_000)
                        .withRemark("median of 3"));
    }

    /** Of all that is there, with some more. */
    private static double listed(TestAgent bob, List<byte[]> more, int times) throws Exception {
        Path inbox = bob.store().inbox().directory();
        for (int i = 0; i < more.size(); i++) {
            Files.write(
                    inbox.resolve("2026-01-01T00-00-00-000Z_from-alice-" + more.size() + '-' + i + ".json"),
                    more.get(i));
        }
        return Latencies.measure(times, () -> {
                    GatewayProcess.Result result = GatewayProcess.run(
                            "inbox", "list", "-d", bob.store().root().toString());
                    if (result.status() != 0 || !result.out().contains("[VERIFIED]")) {
                        throw new IllegalStateException("inbox list failed: " + result.err());
                    }
                    return 0;
                })
                .millis(50);
    }
}
