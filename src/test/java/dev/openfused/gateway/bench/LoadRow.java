package dev.openfused.gateway.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.TestAgent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Twenty thousand messages from 64 connections at a gateway as it is installed, durable, with a cold JVM: how fast, at what
 * cost, and how much it remembers of them. Any answer but 201, or a message that is not in the inbox afterwards, fails it.
 */
final class LoadRow implements Row {
    private static final int CONNECTIONS = 64;
    private static final int MESSAGES = 20_000;

    @Override
    public String name() {
        return "load";
    }

    @Override
    public Duration longest() {
        return Duration.ofMinutes(3);
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        TestAgent alice = ground.agent("alice");
        TestAgent agent = ground.agent("gateway").knows(alice, true);
        Iterator<byte[]> envelopes = Envelopes.signed(alice, agent, MESSAGES).iterator();
        try (GatewayProcess gateway = ground.serve(agent, Map.of())) {
            ProcessUse use = new ProcessUse(gateway.pid());
            double heapBefore = use.liveHeapMebibytes();
            Duration cpuBefore = use.cpu();
            double posted = new LoadGenerator(URI.create(gateway.url()), CONNECTIONS, 201)
                    .perSecond(longest(), into -> {
                        if (!envelopes.hasNext()) {
                            return false;
                        }
                        byte[] body = envelopes.next();
                        into.put(("POST /inbox HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: " + body.length + "\r\n\r\n")
                                .getBytes(US_ASCII));
                        into.put(body);
                        return true;
                    });
            double cpu = use.cpu().minus(cpuBefore).toNanos() / 1e6 / MESSAGES;
            requireAllStored(agent);
            String what = "20,000 messages, 64 connections, ";
            return List.of(
                    Figure.of(what + "accepted", posted, Unit.PER_SECOND),
                    Figure.of(what + "processor time each", cpu, Unit.MILLIS),
                    Figure.of(what + "heap in use before", heapBefore, Unit.MEBIBYTES),
                    Figure.of(what + "heap in use after", use.liveHeapMebibytes(), Unit.MEBIBYTES));
        }
    }

    private static void requireAllStored(TestAgent agent) throws Exception {
        try (Stream<String> names = agent.store().inbox().names()) {
            long stored = names.count();
            if (stored != MESSAGES) {
                throw new IOException("of " + MESSAGES + " accepted messages " + stored + " are in the inbox");
            }
        }
    }
}
