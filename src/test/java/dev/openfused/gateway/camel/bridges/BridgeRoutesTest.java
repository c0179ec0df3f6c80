package dev.openfused.gateway.camel.bridges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.TestBridges;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeChanges;
import dev.openfused.gateway.bridge.BridgeKind;
import dev.openfused.gateway.camel.queue.Paces;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.dispatch.InboxDispatcher;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.store.StoreOpener;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeRoutesTest {
    private static final int MESSAGES = Boolean.getBoolean("soak") ? 5_000 : 400;

    @TempDir
    Path folder;

    /** What arrived where: a far end's URL to the texts in the order they came. */
    private final Map<String, List<String>> arrived = new ConcurrentHashMap<>();

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final RunningBridges running = new RunningBridges();
    private final BridgeRoutes routes =
            new BridgeRoutes(context, running, new BridgeTemplates(context, BridgeKind::template), List.of());
    private final List<Long> times = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private List<Bridge> bridges = List.of();
    private TestAgent alice;
    private TestAgent gateway;
    private DeliveryQueue queue;
    private StoreOpener openers;
    private InboxDispatcher dispatcher;

    @BeforeEach
    void start() throws Exception {
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        queue = DeliveryQueues.sqlite(folder.resolve("state.db"), Clock.systemUTC(), QueueOptions.DEFAULT.notDurable());
        openers = new StoreOpener(gateway.store(), new MessageVerifier(SignatureEngine.best()));
        dispatcher =
                new InboxDispatcher(gateway.store().inbox(), openers::current, queue, entry -> {}, Clock.systemUTC());
        dispatcher.prepare();
        dispatcher.scan();
        context.getRegistry().bind("queue", DeliveryQueue.class, queue);
        context.getRegistry().bind("paces", Paces.class, running.paces(queue, () -> now));
        context.getRegistry().bind("audit", AuditLog.class, (AuditLog) entry -> {});
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("webhook-out")
                        .templateParameter("bridge")
                        .templateParameter("url")
                        .templateParameter("order")
                        .from("openfuse-queue:bridge:{{bridge}}?order={{order}}&concurrency=2")
                        .setProperty("url", constant("{{url}}"))
                        .process(BridgeRoutesTest.this::arrive);
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        queue.close();
    }

    @Test
    void aBridgeIsAddedChangedAndRemovedWhileMessagesPassAndTheOthersDoNotNotice() throws Exception {
        change(TestBridges.webhook("steady"));

        send(0, MESSAGES / 4);
        change(TestBridges.webhook("steady"), TestBridges.webhook("ops", "url=https://one.example.org/"));
        send(MESSAGES / 4, MESSAGES / 2);
        change(TestBridges.webhook("steady"), TestBridges.webhook("ops", "url=https://two.example.org/"));
        send(MESSAGES / 2, 3 * MESSAGES / 4);
        change(TestBridges.webhook("steady"));
        send(3 * MESSAGES / 4, MESSAGES);

        List<String> all =
                IntStream.range(0, MESSAGES).mapToObj(String::valueOf).toList();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(at("https://hooks.example.org/steady"))
                .hasSize(MESSAGES));
        assertThat(at("https://hooks.example.org/steady")).containsExactlyElementsOf(all);
        int waiting = queue.list(Target.bridge("ops"), Set.of(Delivery.State.PENDING), MESSAGES)
                .size();
        List<String> ops = Stream.concat(
                        at("https://one.example.org/").stream(), at("https://two.example.org/").stream())
                .toList();
        assertThat(ops).containsExactlyElementsOf(all.subList(MESSAGES / 4, 3 * MESSAGES / 4 - waiting));
        assertThat(context.getRoute("bridge-ops")).isNull();
        assertThat(queue.list(Target.bridge("ops"), Set.of(Delivery.State.CLAIMED), 10))
                .isEmpty();

        change(TestBridges.webhook("steady"), TestBridges.webhook("ops", "url=https://two.example.org/"));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(queue.list(Target.bridge("ops"), Set.of(Delivery.State.DONE), MESSAGES))
                        .hasSize(MESSAGES / 2));
    }

    @Test
    void aChangeThatFailsKeepsTheBridgeAsItWasAndSaysSo() throws Exception {
        change(TestBridges.webhook("ops", "url=https://one.example.org/"));
        context.removeRouteTemplates("webhook-out");
        List<Bridge> wrong = List.of(TestBridges.webhook("other"));

        List<String> failures = routes.apply(BridgeChanges.between(List.of(), wrong));
        send(0, 1);

        assertThat(failures).singleElement().asString().startsWith("bridge other could not be added: ");
        assertThat(running.find("other")).isEmpty();
        await().untilAsserted(() -> assertThat(at("https://one.example.org/")).containsExactly("0"));
    }

    @Test
    void aBridgeWithARateTriesNoMoreThanThatWithinTheTime() throws Exception {
        int count = 3;
        change(TestBridges.webhook("ops", "rate=" + count + "/s"));

        long start = System.nanoTime();
        send(0, 2 * count + 1);

        await().untilAsserted(() -> assertThat(times).hasSize(2 * count + 1));
        // Arrivals may lag behind tries, so they are compared with a moment before the first try.
        assertThat(times.get(count) - start)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(times.get(2 * count) - start)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void inQuietHoursWhatComesWaitsInTheQueue() throws Exception {
        now = Instant.parse("2026-11-23T22:30:00Z");
        change(
                TestBridges.webhook("ops", "quiet-hours=22:00-07:00", "time-zone=Europe/London"),
                TestBridges.webhook("steady"));

        send(0, 1);

        await().untilAsserted(
                        () -> assertThat(at("https://hooks.example.org/steady")).containsExactly("0"));
        assertThat(queue.list(Target.bridge("ops"), Set.of(Delivery.State.PENDING), 10))
                .hasSize(1);

        now = Instant.parse("2026-11-24T07:00:00Z");
        send(1, 2); // wakes it; the next look would do so too

        await().untilAsserted(
                        () -> assertThat(at("https://hooks.example.org/ops")).containsExactly("0", "1"));
    }

    private void change(Bridge... after) {
        BridgeChanges changes = BridgeChanges.between(bridges, List.of(after));
        dispatcher.running(List.of(after));
        assertThat(routes.apply(changes)).isEmpty();
        bridges = List.of(after);
    }

    private void send(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            SignedMessage message = alice.sealTo(gateway, String.valueOf(i));
            String file = gateway.store().inbox().put(i + ".json", MessageJson.write(message));
            dispatcher.dispatch(file);
        }
    }

    private void arrive(Exchange exchange) throws Exception {
        times.add(System.nanoTime());
        String text = openers.current()
                .open("message.json", exchange.getMessage().getBody(byte[].class))
                .text();
        arrived.computeIfAbsent(exchange.getProperty("url", String.class), url -> new CopyOnWriteArrayList<>())
                .add(text);
    }

    private List<String> at(String url) {
        return arrived.getOrDefault(url, List.of());
    }
}
