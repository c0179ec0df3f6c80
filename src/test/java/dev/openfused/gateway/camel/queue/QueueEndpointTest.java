package dev.openfused.gateway.camel.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.Delivery.State;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.Order;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.queue.TryLaterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueEndpointTest {
    private static final Target OPS = Target.bridge("ops");
    private static final Target SLOW = Target.bridge("slow");

    @TempDir
    Path folder;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<String> audit = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private DeliveryQueue queue;

    /** What another process would have. */
    private DeliveryQueue openAgain() {
        return DeliveryQueues.sqlite(folder.resolve("state.db"), Clock.systemUTC(), QueueOptions.DEFAULT.notDurable());
    }

    @BeforeEach
    void openQueue() {
        queue = openAgain();
        AuditLog log = entry -> audit.add(entry.toString());
        context.getRegistry().bind("queue", DeliveryQueue.class, queue);
        context.getRegistry().bind("audit", AuditLog.class, log);
        context.getShutdownStrategy().setTimeout(10);
    }

    @AfterEach
    void close() {
        context.stop();
        queue.close();
    }

    @Test
    void aDeliveryIsDoneWhenItsExchangeEndsWell() throws Exception {
        Map<String, Object> headers = new ConcurrentHashMap<>();
        List<String> bodies = new CopyOnWriteArrayList<>();
        route("openfuse-queue:bridge:ops", exchange -> {
            headers.putAll(exchange.getMessage().getHeaders());
            bodies.add(exchange.getMessage().getBody(String.class));
            exchange.setProperty(OpenFuseHeaders.REMOTE_ID, "remote-7");
        });

        enter("alice", OPS);

        Delivery delivery = awaitOnly(State.DONE);
        assertThat(delivery.remoteId()).isEqualTo("remote-7");
        assertThat(bodies).containsExactly("envelope 1");
        assertThat(headers)
                .containsEntry(OpenFuseHeaders.MESSAGE_ID, delivery.id().value())
                .containsEntry(OpenFuseHeaders.TARGET, "bridge:ops")
                .containsEntry(OpenFuseHeaders.SOURCE, "inbox")
                .containsEntry(OpenFuseHeaders.FILE, "1.json")
                .containsEntry(OpenFuseHeaders.ATTEMPT, 1)
                .containsEntry(OpenFuseHeaders.DELIVERY, delivery.key());
        assertThat(audit)
                .singleElement()
                .asString()
                .startsWith("decision=delivered id=" + delivery.id() + " target=bridge:ops attempt=1 remote=remote-7");
    }

    @Test
    void whatIsNotAcceptedIsDroppedAndWhatIsRejectedIsDead() throws Exception {
        route("openfuse-queue:bridge:ops", exchange -> {
            Reason reason = number(exchange.getMessage().getBody(String.class)) == 1
                    ? Reason.NOT_ACCEPTED
                    : Reason.CANNOT_DECRYPT;
            throw new RejectedMessageException(reason, "because of " + reason);
        });

        enter("alice", OPS);
        enter("alice", OPS);

        await().untilAsserted(() -> assertThat(states())
                .containsExactly("1 DROPPED because of NOT_ACCEPTED", "2 DEAD because of CANNOT_DECRYPT"));
        assertThat(audit)
                .hasSize(2)
                .anyMatch(l -> l.startsWith("decision=dropped"))
                .anyMatch(l -> l.startsWith("decision=dead"));
    }

    @Test
    void anyOtherFailureIsTriedAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        route("openfuse-queue:bridge:ops?retryFirst=10ms", exchange -> {
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
        });

        enter("alice", OPS);

        assertThat(awaitOnly(State.DONE).attempts()).isEqualTo(3);
    }

    @Test
    void theReasonOfAFailureIsOneLineThatSaysWhatHappenedInside() throws Exception {
        route("openfuse-queue:bridge:ops?retryFirst=10m", exchange -> {
            throw new IllegalStateException("wrapped", new IOException("connection\nrefused"));
        });

        enter("alice", OPS);

        assertThat(awaitOnly(State.WAITING).reason()).isEqualTo("connection\\u{a}refused");
    }

    @Test
    void whatFindsNoThreadIsGivenBackAndClaimedAgain() throws Exception {
        NoThreads noThreads = new NoThreads();
        context.getExecutorServiceManager().setThreadPoolFactory(noThreads);
        for (int i = 0; i < 3; i++) {
            enter("alice", OPS);
        }
        route("openfuse-queue:bridge:ops?order=none&concurrency=3&poll=1h", exchange -> {});
        await().untilAsserted(() -> assertThat(noThreads.refused).hasPositiveValue());

        noThreads.some = true;
        enter("alice", OPS);

        await().untilAsserted(() ->
                assertThat(states()).containsExactly("1 DONE null", "2 DONE null", "3 DONE null", "4 DONE null"));
        assertThat(noThreads.refused).as("tried again only when something came").hasValue(1);
        assertThat(queue.list(OPS, Set.of(), 10)).extracting(Delivery::attempts).containsOnly(1);
    }

    /** A machine that can't make threads for exchanges. */
    private static final class NoThreads extends DefaultThreadPoolFactory {
        final AtomicInteger refused = new AtomicInteger();
        volatile boolean some;

        @Override
        public ExecutorService newCachedThreadPool(ThreadFactory threads) {
            return new ThreadPoolExecutor(0, 10, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), threads) {
                @Override
                public void execute(Runnable work) {
                    if (!some) {
                        refused.incrementAndGet();
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    super.execute(work);
                }
            };
        }
    }

    @Test
    void aDeliveryWhoseTriesAreUsedUpIsDead() throws Exception {
        route("openfuse-queue:bridge:ops?attempts=2&retryFirst=10ms", exchange -> {
            throw new IOException("connection refused");
        });

        enter("alice", OPS);

        assertThat(awaitOnly(State.DEAD).attempts()).isEqualTo(2);
        await().untilAsserted(() -> assertThat(audit)
                .singleElement()
                .asString()
                .startsWith("decision=dead")
                .endsWith("reason=\"connection refused\""));
    }

    @Test
    void aDeliveryThatEndsTheProcessOnEachTryIsDeadOnceItsTriesAreUsedUp() throws Exception {
        enter("alice", OPS);
        for (int tried = 0; tried < 2; tried++) {
            try (DeliveryQueue ended = openAgain()) {
                await().until(() -> !ended.claim(OPS, Order.SENDER, 1, Duration.ofMillis(1))
                        .isEmpty()); // and nobody says how it ended
            }
        }
        AtomicInteger tries = new AtomicInteger();
        route("openfuse-queue:bridge:ops?attempts=2", exchange -> tries.incrementAndGet());

        assertThat(awaitOnly(State.DEAD).reason()).startsWith("given up after 2 tries; none was heard of again");

        assertThat(tries).hasValue(0);
        await().untilAsserted(() -> assertThat(audit).singleElement().asString().startsWith("decision=dead"));
    }

    @Test
    void aFarEndThatSaysWhenToComeBackIsObeyed() throws Exception {
        Instant later = Instant.now().plusSeconds(600);
        route("openfuse-queue:bridge:ops", exchange -> {
            if (number(exchange.getMessage().getBody(String.class)) == 1) {
                throw new TryLaterException("busy", later, null);
            }
            exchange.setProperty(OpenFuseHeaders.RETRY_NOT_BEFORE, later);
            throw new IOException("busy too");
        });

        enter("alice", OPS);
        enter("bob", OPS);

        await().untilAsserted(() -> assertThat(queue.list(OPS, Set.of(State.WAITING), 10))
                .hasSize(2)
                .allSatisfy(d -> assertThat(d.nextTry()).isAfterOrEqualTo(later.minusMillis(1))));
    }

    @Test
    void aLongLineGivesWayToOtherSenders() throws Exception {
        List<String> bodies = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 10; i++) {
            enter("alice", OPS);
        }

        route("openfuse-queue:bridge:ops?concurrency=1", exchange -> {
            bodies.add(exchange.getMessage().getBody(String.class));
            if (bodies.size() == 3) {
                enter("bob", OPS);
                await().until(() -> queue.list(OPS, Set.of(State.CLAIMED), 10).size() == 2);
            }
        });

        await().until(() -> bodies.size() == 11);
        assertThat(bodies.subList(0, 4)).containsExactly("envelope 1", "envelope 2", "envelope 3", "envelope 11");
    }

    @Test
    void aSlowTargetHoldsUpNobodyElse() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        try {
            route("openfuse-queue:bridge:slow?concurrency=1", exchange -> hold.await());
            route("openfuse-queue:bridge:ops", exchange -> {});
            for (int i = 0; i < 50; i++) {
                enter("alice", SLOW, OPS);
            }

            await().untilAsserted(() ->
                    assertThat(queue.list(OPS, Set.of(State.DONE), 100)).hasSize(50));
            assertThat(queue.list(SLOW, Set.of(State.DONE), 100)).isEmpty();
        } finally {
            hold.countDown();
        }
    }

    @Test
    void severalDeliveriesAreInFlightAtOnceButOneSendersStayInOrder() throws Exception {
        CyclicBarrier oneOfEach = new CyclicBarrier(2);
        List<Integer> order = new CopyOnWriteArrayList<>();
        route("openfuse-queue:bridge:ops?concurrency=4", exchange -> {
            oneOfEach.await(45, TimeUnit.SECONDS);
            order.add(number(exchange.getMessage().getBody(String.class)));
        });

        for (int i = 0; i < 30; i++) {
            enter(i % 2 == 0 ? "alice" : "bob", OPS);
        }

        await().untilAsserted(() -> assertThat(order).hasSize(30));
        assertThat(order.stream().filter(n -> n % 2 == 0)).isSorted();
        assertThat(order.stream().filter(n -> n % 2 == 1)).isSorted();
        assertThat(queue.list(OPS, Set.of(), 100)).allMatch(d -> d.attempts() == 1);
    }

    @Test
    void whatComesJustAfterAPaceFoundNothingWaitsUntilThePaceHasSeenIt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger tries = new AtomicInteger();
        Pace pace = new Pace() {
            @Override
            public Optional<Duration> rest() {
                if (asked.incrementAndGet() > 1) {
                    return Optional.of(Duration.ofHours(1));
                }
                enter("alice", OPS);
                return Optional.empty();
            }

            @Override
            public void tried() {
                tries.incrementAndGet();
            }

            @Override
            public boolean oneAtATime() {
                return true;
            }
        };
        Paces paces = target -> Optional.of(pace);
        context.getRegistry().bind("paces", Paces.class, paces);
        route("openfuse-queue:bridge:ops", exchange -> {});

        await().until(() -> asked.get() > 1);

        assertThat(tries).hasValue(0);
        assertThat(awaitOnly(State.PENDING).attempts()).isZero();
    }

    @Test
    void aLongDeliveryKeepsItsLease() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch hold = new CountDownLatch(1);
        route("openfuse-queue:bridge:ops?lease=6s", exchange -> {
            tries.incrementAndGet();
            hold.await();
        });
        enter("alice", OPS);
        await().until(() -> tries.get() == 1);

        try (DeliveryQueue other = openAgain()) {
            await().during(Duration.ofSeconds(7)).until(() -> other.claim(OPS, Order.SENDER, 1, Duration.ofSeconds(1))
                    .isEmpty());
        }
        hold.countDown();

        assertThat(awaitOnly(State.DONE).attempts()).isEqualTo(1);
    }

    @Test
    void whatAnotherProcessTookOverInTheMiddleOfARouteIsNotSent() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        List<Claim> taken = new CopyOnWriteArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        try (DeliveryQueue other = openAgain()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("openfuse-queue:bridge:ops?lease=1s")
                            .onCompletion()
                            .process(exchange -> ended.countDown())
                            .end()
                            .process(exchange -> {
                                await().until(() -> {
                                    other.takeOver();
                                    return taken.addAll(other.claim(OPS, Order.SENDER, 1, Duration.ofHours(1)));
                                });
                                Claim ours = exchange.getProperty(OpenFuseHeaders.CLAIM, Claim.class);
                                await().until(() -> !queue.confirm(ours));
                            })
                            .to("direct:far");
                    from("direct:far").process(exchange -> sent.incrementAndGet());
                }
            });
            context.start();
            enter("alice", OPS);

            assertThat(ended.await(45, TimeUnit.SECONDS)).isTrue();
            assertThat(taken).hasSize(1);
            other.done(taken.get(0), "theirs");
            assertThat(awaitOnly(State.DONE).remoteId()).isEqualTo("theirs");
            assertThat(sent).hasValue(0);
        }
    }

    @Test
    void aStoppedRouteEndsWhatHasBegunAndGivesBackTheRest() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        route("openfuse-queue:bridge:ops?concurrency=1&batch=16&order=none", exchange -> {
            begun.countDown();
            hold.await();
        });
        for (int i = 0; i < 10; i++) {
            enter("alice", OPS);
        }
        assertThat(begun.await(45, TimeUnit.SECONDS)).isTrue();

        Thread stopping = new Thread(context::stop);
        stopping.start();
        await().until(() -> context.isStopping());
        hold.countDown();
        stopping.join();

        assertThat(queue.list(OPS, Set.of(State.DONE), 100)).isNotEmpty();
        assertThat(queue.list(OPS, Set.of(State.CLAIMED), 100)).isEmpty();
        assertThat(queue.list(OPS, Set.of(State.PENDING, State.DONE), 100)).hasSize(10);
    }

    @Test
    void oneHundredTargetsShareAFewThreadsAndOneThatHangsHoldsUpNoneOfThem() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        List<String> delivered = new CopyOnWriteArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openfuse-queue:bridge:hanging").process(exchange -> hold.await());
                for (int i = 0; i < 100; i++) {
                    from("openfuse-queue:bridge:idle" + i)
                            .process(exchange ->
                                    delivered.add(exchange.getMessage().getBody(String.class)));
                }
            }
        });
        context.start();
        try {
            for (int i = 0; i < 10; i++) {
                enter("sender " + i, Target.bridge("hanging"));
            }
            for (int i = 0; i < 100; i++) {
                enter("alice", Target.bridge("idle" + i));
            }

            await().until(() -> delivered.size() == 100);
            await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().contains("openfuse-queue"))
                    .hasSizeLessThanOrEqualTo(30));
        } finally {
            hold.countDown();
        }
    }

    @Test
    void aMistypedOptionOrTargetStopsTheRoute() {
        assertThatThrownBy(() -> context.getEndpoint("openfuse-queue:bridge:ops?concurency=3"))
                .hasMessageContaining("concurency");
        assertThatThrownBy(() -> context.getEndpoint("openfuse-queue:bridge:ops?concurrency=0"))
                .hasStackTraceContaining("must be at least 1");
        assertThatThrownBy(() -> context.getEndpoint("openfuse-queue:ops")).hasMessageContaining("bridge:NAME");
    }

    // ---- helpers

    private void route(String from, Processor step) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).process(step);
            }
        });
        context.start();
    }

    private void enter(String sender, Target... targets) {
        String text = "envelope " + number.incrementAndGet();
        byte[] envelope = text.getBytes(StandardCharsets.UTF_8);
        queue.dispatch(
                new SeenFile(
                        "inbox",
                        number.get() + ".json",
                        new MessageId(Digests.sha256Hex(envelope)),
                        sender,
                        null,
                        List.of(targets)),
                envelope);
    }

    private static int number(String body) {
        return Integer.parseInt(body.substring("envelope ".length()));
    }

    private List<String> states() {
        return queue.list(OPS, Set.of(), 100).stream()
                .map(d -> d.file().replace(".json", "") + " " + d.state() + " " + d.reason())
                .sorted()
                .toList();
    }

    private Delivery awaitOnly(State state) {
        await().untilAsserted(() -> assertThat(queue.list(null, Set.of(), 10))
                .extracting(Delivery::state)
                .containsExactly(state));
        return queue.list(null, Set.of(), 10).get(0);
    }
}
