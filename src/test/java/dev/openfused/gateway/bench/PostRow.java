package dev.openfused.gateway.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.store.Durability;
import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code POST /inbox} over 64 connections, and the door's parts alone. No bridge: nothing is dispatched anywhere. */
final class PostRow implements Row {
    private static final int CONNECTIONS = 64;
    private static final int MESSAGES = 200_000;
    private static final double AIM_RELAXED = 12_000;
    /** The JVM compiles for about so long; what a cold one does is another row's, {@link LoadRow}. */
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private static final Duration TIME = Duration.ofSeconds(5);
    private static final Duration PART = Duration.ofSeconds(2);
    private static final byte[] GET = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(US_ASCII);

    /** The two settings of {@code openfuse.durability}. */
    private record Mode(String setting, Durability store, QueueOptions queue) {}

    /** What one gateway gave. */
    private record Rates(double posts, double gets) {}

    @Override
    public String name() {
        return "post";
    }

    @Override
    public Duration longest() {
        return Duration.ofMinutes(3);
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        TestAgent alice = ground.agent("alice");
        TestAgent own = ground.agent("own");
        List<byte[]> envelopes = Envelopes.signed(alice, own, MESSAGES);
        double verified = verified(envelopes);
        Mode durable = new Mode("full", Durability.FSYNC, QueueOptions.DEFAULT);
        Mode relaxed = new Mode("relaxed", Durability.NONE, QueueOptions.DEFAULT.notDurable());
        return List.of(
                figure("durable", durable, ground, alice, envelopes, verified),
                figure("fsync off", relaxed, ground, alice, envelopes, verified).withAim(AIM_RELAXED));
    }

    private static Figure figure(
            String what, Mode mode, Ground ground, TestAgent alice, List<byte[]> envelopes, double verified)
            throws Exception {
        Rates rates = rates(ground, mode, alice, envelopes);
        Parts parts = new Parts()
                .with("empty GET on the same server", rates.gets)
                .with("parse and verify", verified)
                .with("write file", written(ground, mode, envelopes))
                .with("remember id", remembered(ground, mode));
        return Figure.of("`POST /inbox`, " + CONNECTIONS + " connections, " + what, rates.posts, Unit.PER_SECOND)
                .withLimit(parts);
    }

    private static Rates rates(Ground ground, Mode mode, TestAgent alice, List<byte[]> envelopes) throws Exception {
        TestAgent agent = ground.agent("gateway-" + mode.setting).knows(alice, true);
        AtomicInteger next = new AtomicInteger();
        try (GatewayProcess gateway = ground.serve(agent, Map.of("openfuse.durability", mode.setting))) {
            URI url = URI.create(gateway.url());
            LoadGenerator.Requests posts = into -> {
                int number = next.getAndIncrement();
                if (number >= envelopes.size()) {
                    return false;
                }
                byte[] body = envelopes.get(number);
                String head =
                        "POST /inbox HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length + "\r\n\r\n";
                into.put(head.getBytes(US_ASCII)).put(body);
                return true;
            };
            LoadGenerator.Requests gets = into -> {
                into.put(GET);
                return true;
            };
            LoadGenerator poster = new LoadGenerator(url, CONNECTIONS, 201);
            poster.perSecond(WARM_UP, posts);
            double posted = poster.perSecond(TIME, posts);
            new ProcessUse(gateway.pid()).awaitQuiet(Duration.ofSeconds(60)); // dispatch looks at what was posted
            LoadGenerator getter = new LoadGenerator(url, CONNECTIONS, 200);
            getter.perSecond(PART, gets);
            return new Rates(posted, getter.perSecond(PART, gets));
        }
    }

    private static double verified(List<byte[]> envelopes) throws Exception {
        MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());
        return Rate.perSecond(Runtime.getRuntime().availableProcessors(), PART, number -> {
            verifier.verify(MessageJson.read(envelopes.get(number % envelopes.size())));
            return 1;
        });
    }

    private static double written(Ground ground, Mode mode, List<byte[]> envelopes) throws Exception {
        Path root = ground.agent("written-" + mode.setting).store().root();
        Inbox inbox = Store.open(root, mode.store, Clock.systemUTC()).inbox();
        return Rate.perSecond(CONNECTIONS, PART, number -> {
            inbox.put(number + ".json", envelopes.get(number % envelopes.size()));
            return 1;
        });
    }

    private static double remembered(Ground ground, Mode mode) throws Exception {
        Path file = ground.folder().resolve("remembered-" + mode.setting + ".db");
        try (DeliveryQueue queue = DeliveryQueues.sqlite(file, Clock.systemUTC(), mode.queue)) {
            return Rate.perSecond(CONNECTIONS, PART, number -> {
                queue.remember(Ids.numbered(number), number + ".json");
                return 1;
            });
        }
    }
}
