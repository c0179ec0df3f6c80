package dev.openfused.gateway.cli;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.dispatch.Rebuild;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.settings.ServedStore;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreOpener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rebuild",
        description = "Fill a queue whose database was lost from what is in inbox/ and outbox/.",
        footer = {
            "",
            "Each bridge gets the messages in inbox/ (not those in archive/) that the queue has no delivery of for it,"
                    + " and each peer what waits in outbox/. What the lost queue had delivered already goes out once more,"
                    + " with the same ids: --newer-than limits that. May be run while the gateway runs, and again."
        })
final class QueueRebuildCommand extends StoreCommand {
    private final Wiring wiring;

    @Mixin
    private final SettingsFile config = new SettingsFile();

    @Option(
            names = "--newer-than",
            paramLabel = "AGE",
            converter = AgeConverter.class,
            description =
                    "Only messages of the inbox that were written within this time, such as 12h or 7d; default: all.")
    private @Nullable Duration age;

    @Option(names = "--json", description = "Print JSON: an object with entered, how many.")
    private boolean asJson;

    QueueRebuildCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Store store = store();
        Configuration configuration = wiring.settings().read(config.path(console));
        StoreOpener opener = new StoreOpener(store, new MessageVerifier(SignatureEngine.best()));
        try (DeliveryQueue queue = wiring.queues().open(store.root(), config.path(console))) {
            Instant since = age == null ? null : wiring.clock().instant().minus(age);
            int entered = new Rebuild(store, opener::current, queue, bridges(configuration, store.root())).run(since);
            queue.setNote(DeliveryQueue.LOST, null);
            store.knownState().is(queue.stateId());
            if (asJson) {
                JsonOutput.object(console.out(), json -> json.writeNumberField("entered", entered));
            } else {
                console.said().println("Entered: " + entered + " deliveries");
            }
        }
        return ExitStatus.DONE;
    }

    /** Those of the store among several that are served, else all. */
    private static List<Bridge> bridges(Configuration configuration, Path root) throws Exception {
        for (ServedStore served : configuration.stores()) {
            if (Files.exists(served.path()) && Files.isSameFile(served.path(), root)) {
                return configuration.bridgesOf(served);
            }
        }
        return configuration.bridges();
    }
}
