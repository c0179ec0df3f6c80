package dev.openfused.gateway.cli;

import dev.openfused.gateway.queue.DeliveryQueue;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that works on a store's queue. */
abstract class QueueCommand extends StoreCommand {
    private final QueueOpener opener;

    @Option(names = "--config", paramLabel = "FILE", description = "The settings; default: the installation's.")
    private @Nullable Path config;

    QueueCommand(Console console, QueueOpener opener) {
        super(console);
        this.opener = opener;
    }

    @Override
    public final Integer call() throws Exception {
        Path store = store().root();
        try (DeliveryQueue queue = opener.open(store, config == null ? null : console.resolve(config))) {
            return call(queue);
        }
    }

    abstract int call(DeliveryQueue queue) throws Exception;
}
