package dev.openfused.gateway.cli;

import dev.openfused.gateway.queue.DeliveryQueue;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** A command that works on a store's queue. */
abstract class QueueCommand extends StoreCommand {
    private final QueueOpener opener;

    @Mixin
    private final SettingsFile config = new SettingsFile();

    QueueCommand(Console console, QueueOpener opener) {
        super(console);
        this.opener = opener;
    }

    @Override
    public final Integer call() throws Exception {
        Path store = store().root();
        try (DeliveryQueue queue = opener.open(store, config.path(console))) {
            return call(queue);
        }
    }

    abstract int call(DeliveryQueue queue) throws Exception;
}
