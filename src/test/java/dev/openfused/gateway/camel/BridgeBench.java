package dev.openfused.gateway.camel;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeChanges;
import dev.openfused.gateway.bridge.BridgeKinds;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.camel.bridges.BridgeClients;
import dev.openfused.gateway.camel.bridges.BridgeParts;
import dev.openfused.gateway.camel.bridges.BridgeRoutes;
import dev.openfused.gateway.camel.bridges.BridgeSecrets;
import dev.openfused.gateway.camel.bridges.BridgeTemplates;
import dev.openfused.gateway.camel.bridges.RunningBridges;
import dev.openfused.gateway.camel.brokers.JmsParts;
import dev.openfused.gateway.camel.brokers.KafkaParts;
import dev.openfused.gateway.camel.brokers.RefuseRecord;
import dev.openfused.gateway.camel.brokers.SftpParts;
import dev.openfused.gateway.camel.queue.Paces;
import dev.openfused.gateway.camel.records.FormatRecord;
import dev.openfused.gateway.camel.steps.AcceptMessage;
import dev.openfused.gateway.camel.steps.CollectDigest;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.queue.BreakerPolicy;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.store.StoreOpener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A shipped route file at work: the real queue before it, bridges made from settings, alice's messages coming in to the
 * gateway that trusts her.
 */
public final class BridgeBench implements AutoCloseable {
    private static final MessageVerifier VERIFIER = new MessageVerifier(SignatureEngine.best());

    private final Path folder;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final RunningBridges running = new RunningBridges();
    private final DeliveryQueue queue;
    private final TestAgent alice;
    private final TestAgent gateway;
    private Configuration configuration;
    private @Nullable BridgeRoutes routes;
    private @Nullable BridgeClients clients;

    public BridgeBench(Path folder, List<String> settings) throws Exception {
        this(folder, settings, new BreakerPolicy(1000, Duration.ofMillis(10), Duration.ofMillis(10)));
    }

    public BridgeBench(Path folder, List<String> settings, BreakerPolicy breaker) throws Exception {
        this.folder = folder;
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        queue = DeliveryQueues.sqlite(
                folder.resolve("state.db"), Clock.systemUTC(), new QueueOptions(false, Duration.ofDays(1), breaker));
        configuration = configuration(settings);
        Registry registry = context.getRegistry();
        registry.bind("queue", queue);
        context.getPropertiesComponent()
                .addInitialProperty("openfuse.store", gateway.store().root().toString());
        StoreOpener opener = new StoreOpener(gateway.store(), VERIFIER);
        registry.bind("acceptMessage", new AcceptMessage(running));
        registry.bind("collectDigest", new CollectDigest(running, opener, queue));
        registry.bind("paces", Paces.class, running.paces(queue, Clock.systemUTC()));
        registry.bind("formatRecord", new FormatRecord());
        registry.bind("refuseRecord", new RefuseRecord());
        context.getPropertiesComponent().addPropertiesFunction(new BridgeSecrets(running));
    }

    /** Each delivery comes to the step that formats it with these headers too, as if an earlier step had taken them from somebody. */
    public BridgeBench withHeaders(Map<String, String> headers) {
        Registry registry = context.getRegistry();
        Processor accept = registry.lookupByNameAndType("acceptMessage", Processor.class);
        registry.unbind("acceptMessage");
        registry.bind("acceptMessage", (Processor) exchange -> {
            headers.forEach(exchange.getMessage()::setHeader);
            accept.process(exchange);
        });
        return this;
    }

    private Configuration configuration(List<String> settings) throws Exception {
        return Configuration.read(
                Files.write(folder.resolve("application.properties"), settings),
                Map.of(),
                Map.of(),
                BridgeKinds.shipped());
    }

    /** Starts the context, then each bridge of the settings. */
    public BridgeBench start(BiFunction<DeliveryQueue, Registry, BridgeParts> parts) throws Exception {
        return start(List.of(parts.apply(queue, context.getRegistry())));
    }

    /** The same for the kinds that put records somewhere. */
    public BridgeBench startRecords() throws Exception {
        return start(List.of(new JmsParts(context), new KafkaParts(context), new SftpParts(context)));
    }

    private BridgeBench start(List<BridgeParts> parts) throws Exception {
        clients = new BridgeClients(configuration.gateway(), context.getRegistry());
        routes = new BridgeRoutes(
                context,
                running,
                new BridgeTemplates(context, kind -> "file:routes/" + kind.shippedFile()),
                Stream.concat(Stream.of(clients), parts.stream()).toList());
        context.start();
        change(List.of(), configuration.bridges());
        return this;
    }

    /** Edits the settings while running. */
    public void edit(List<String> settings) throws Exception {
        Configuration after = configuration(settings);
        change(configuration.bridges(), after.bridges());
        configuration = after;
    }

    private void change(List<Bridge> before, List<Bridge> after) {
        List<String> failures = Objects.requireNonNull(routes).apply(BridgeChanges.between(before, after));
        if (!failures.isEmpty()) {
            throw new AssertionError(failures);
        }
    }

    public Registry registry() {
        return context.getRegistry();
    }

    public DeliveryQueue queue() {
        return queue;
    }

    /** Alice's message, sealed to the gateway, is entered for a bridge. */
    public MessageId dispatch(String bridge, String text) throws Exception {
        SignedMessage sealed = alice.sealTo(gateway, text);
        MessageId id = VERIFIER.verify(sealed).id();
        queue.dispatch(
                new SeenFile(
                        "inbox",
                        id + ".json",
                        id,
                        alice.keys().fingerprint().value(),
                        null,
                        List.of(Target.bridge(bridge))),
                MessageJson.write(sealed));
        return id;
    }

    public Delivery delivery(MessageId id) {
        return queue.list(null, Set.of(), 1000).stream()
                .filter(d -> d.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a delivery stands so. */
    public Delivery await(MessageId id, Delivery.State state) {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> delivery(id), d -> d.state() == state);
    }

    /** Waits until a delivery failed once and is to be tried again. */
    public Delivery awaitPutOff(MessageId id) {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> delivery(id), d -> d.reason() != null);
    }

    @Override
    public void close() throws IOException {
        context.close();
        if (clients != null) {
            clients.close();
        }
        queue.close();
    }
}
