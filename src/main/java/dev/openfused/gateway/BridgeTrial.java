package dev.openfused.gateway;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeChanges;
import dev.openfused.gateway.bridge.CommonSettings;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.camel.queue.Paces;
import dev.openfused.gateway.cli.BridgeTester.Outcome;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.Target;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Tries one bridge: a store, a queue and a sender are made in a temporary folder, a message goes through the bridge's own
 * route to its real far end, and the folder is removed.
 */
final class BridgeTrial {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int LOOK_MILLIS = 10;
    private static final String SENDER = "openfuse-test";
    private static final String TEXT = """
            This is a test of the bridge '%s', sent by hand with 'openfuse bridge test'.

            It shows what a message looks like here. **Nothing is to be done.**""";

    private final Path folder;
    private final Configuration configuration;
    private final Bridge bridge;

    private BridgeTrial(Path folder, Configuration configuration, Bridge bridge) {
        this.folder = folder;
        this.configuration = configuration;
        this.bridge = bridge;
    }

    /** As {@link dev.openfused.gateway.cli.BridgeTester} has it. */
    static Outcome run(@Nullable Path config, String name) throws Exception {
        Logging.await();
        Logging.silence();
        String prefix = GatewaySettings.BRIDGE_PREFIX + name + '.';
        Installation installation = new Installation();
        find(installation.configuration(config, Map.of()), name);
        Configuration configuration = installation.configuration(
                config,
                Map.of(
                        prefix + CommonSettings.ACCEPT.key(), "any",
                        prefix + CommonSettings.RETRIES.key(), "0",
                        prefix + CommonSettings.ENABLED.key(), "true"));
        Path folder = Files.createTempDirectory("openfuse-test-");
        try {
            return new BridgeTrial(folder, configuration, find(configuration, name)).run();
        } finally {
            remove(folder);
        }
    }

    private static Bridge find(Configuration configuration, String name) {
        return configuration.bridges().stream()
                .filter(each ->
                        each.direction() == Direction.OUT && each.name().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no bridge '" + VisibleText.of(name)
                        + "' with to= is in the settings; 'openfuse bridge list' shows them"));
    }

    private Outcome run() throws Exception {
        Store store = Store.init(folder.resolve("store"), "gateway");
        Clock clock = Clock.systemUTC();
        try (DeliveryQueue queue =
                        DeliveryQueues.sqlite(folder.resolve("state.db"), clock, QueueOptions.DEFAULT.notDurable());
                GatewaySteps steps = new GatewaySteps(
                        store,
                        queue,
                        configuration.gateway(),
                        Set.of(),
                        kind -> Installation.templateOf(configuration, kind),
                        entry -> {},
                        clock);
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent()
                    .addInitialProperty(
                            GatewaySettings.STORE.key(), store.root().toString());
            steps.bindTo(context);
            context.getRegistry().bind("paces", Paces.class, Paces.NONE); // now is when it is asked for
            context.start();
            steps.bridges(BridgeChanges.between(List.of(), List.of(bridge)), List.of(bridge));
            if (context.getRoutes().isEmpty()) {
                return new Outcome(false, "its route can't be made; 'openfuse serve' says why", null, Duration.ZERO);
            }
            Outcome outcome = deliver(store, queue);
            context.stop();
            return outcome;
        }
    }

    private Outcome deliver(Store store, DeliveryQueue queue) throws Exception {
        byte[] message = message(store);
        Target target = Target.bridge(bridge.name().value());
        long start = System.nanoTime();
        queue.dispatch(
                new SeenFile(
                        "inbox", "test.json", MessageId.of(Digests.sha256(message)), "test", null, List.of(target)),
                message);
        while (System.nanoTime() - start < LONGEST.toNanos()) {
            Delivery delivery = queue.list(target, Set.of(), 1).get(0);
            if (delivery.state() == Delivery.State.DONE) {
                return new Outcome(true, null, delivery.remoteId(), Duration.ofNanos(System.nanoTime() - start));
            }
            if (delivery.reason() != null) {
                return new Outcome(false, delivery.reason(), null, Duration.ofNanos(System.nanoTime() - start));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return new Outcome(false, "no answer within " + LONGEST.toMinutes() + " minutes", null, LONGEST);
    }

    private byte[] message(Store store) throws Exception {
        Store sender = Store.init(folder.resolve("sender"), SENDER);
        store.mesh()
                .importKey(new KeyringEntry(
                        SENDER,
                        "",
                        sender.keys().publicKey(),
                        sender.keys().encryptionKey(),
                        true,
                        false,
                        null,
                        null,
                        Clock.systemUTC().instant().toString()));
        SignedMessage sealed = new MessageSealer(SignatureEngine.best(), Clock.systemUTC())
                .seal(
                        SENDER,
                        sender.keys(),
                        String.valueOf(store.mesh().read().encryptionKey()),
                        TEXT.formatted(bridge.name()));
        return MessageJson.write(sealed);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
