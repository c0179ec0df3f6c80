package dev.openfused.gateway.bench;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.keyring.KeyringEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A thousand messages of one sender that wait for a peer 20 ms away (there and back), from the first that arrives to the
 * last, in order and durable on both sides; beside it the same peer asked with one message after the other.
 */
final class PushRow implements Row {
    private static final int MESSAGES = 1_000;
    private static final int SINGLES = 200;
    private static final double TIMES_AS_FAST = 5;
    private static final Duration ONE_WAY = Duration.ofMillis(10);

    @Override
    public String name() {
        return "push";
    }

    @Override
    public Duration longest() {
        return Duration.ofMinutes(3);
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        TestAgent alice = ground.agent("alice");
        TestAgent bob = ground.agent("bob").knows(alice, true);
        alice.knows(bob, true);
        KeyringEntry recipient = alice.store().mesh().read().keyring().find("bob");
        for (int i = 0; i < MESSAGES; i++) {
            alice.store().outbox().put(recipient, alice.sealTo(bob, "the build is green"));
        }
        try (GatewayProcess far = ground.serve(bob, Map.of());
                DelayingRelay relay = new DelayingRelay(URI.create(far.url()).getPort(), ONE_WAY)) {
            double singly = singly(relay, Envelopes.signed(alice, bob, SINGLES));
            int before = inboxOf(bob);
            alice.peersWith(bob, relay.url());
            try (GatewayProcess near = ground.serve(
                    alice, Map.of("openfuse.sync.allow-private", "127.0.0.1", "openfuse.sync.every", "0s"))) {
                awaitInbox(near, bob, before + 1);
                long start = System.nanoTime();
                awaitInbox(near, bob, before + MESSAGES);
                double pushed = (MESSAGES - 1) / ((System.nanoTime() - start) / 1e9);
                return List.of(Figure.of("1,000 waiting messages to a peer 20 ms away", pushed, Unit.PER_SECOND)
                        .withAim(TIMES_AS_FAST * singly)
                        .withRemark("one after the other: " + Unit.PER_SECOND.text(singly)
                                + "; the aim is five times that"));
            }
        }
    }

    private static double singly(DelayingRelay relay, List<byte[]> envelopes) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        post(client, relay, envelopes.get(0));
        long start = System.nanoTime();
        for (byte[] envelope : envelopes.subList(1, envelopes.size())) {
            post(client, relay, envelope);
        }
        return (envelopes.size() - 1) / ((System.nanoTime() - start) / 1e9);
    }

    private static void post(HttpClient client, DelayingRelay relay, byte[] envelope)
            throws IOException, InterruptedException {
        int status = client.send(
                        HttpRequest.newBuilder(URI.create(relay.url() + "/inbox"))
                                .POST(BodyPublishers.ofByteArray(envelope))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        if (status != 201) {
            throw new IOException("answered " + status);
        }
    }

    private void awaitInbox(GatewayProcess near, TestAgent agent, int count) throws Exception {
        long end = System.nanoTime() + longest().toNanos();
        while (inboxOf(agent) < count) {
            if (System.nanoTime() > end || !near.isAlive()) {
                throw new IOException(inboxOf(agent) + " messages arrived");
            }
            LockSupport.parkNanos(10_000_000); // oftener, the looking itself would be measured
        }
    }

    private static int inboxOf(TestAgent agent) throws Exception {
        try (Stream<String> names = agent.store().inbox().names()) {
            return (int) names.count();
        }
    }
}
