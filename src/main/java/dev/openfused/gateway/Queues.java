package dev.openfused.gateway;

import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.queue.StoreIdentity;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreInstance;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The queue of a store, where the settings say: in the store itself, or on a PostgreSQL server. */
final class Queues {
    private static final String FILE = "state.db";

    private Queues() {}

    /** Whether other gateways may deliver from the same queue: one in the store's own file is the store's alone. */
    static boolean isShared(Configuration configuration) {
        return configuration.gateway().find(GatewaySettings.QUEUE_URL).isPresent();
    }

    static DeliveryQueue open(Path store, Configuration configuration) throws StoreException {
        return open(Store.open(store), configuration);
    }

    private static StoreIdentity identity(Store store) throws StoreException {
        StoreInstance instance = store.instance();
        return new StoreIdentity(instance.id(), instance.predecessors());
    }

    static DeliveryQueue open(Store store, Configuration configuration) throws StoreException {
        ResolvedSettings settings = configuration.gateway();
        QueueOptions options = settings.get(GatewaySettings.DURABILITY) == GatewaySettings.Durability.FULL
                ? QueueOptions.DEFAULT
                : QueueOptions.DEFAULT.notDurable();
        Optional<String> server = settings.find(GatewaySettings.QUEUE_URL);
        if (server.isEmpty()) {
            return DeliveryQueues.sqlite(store.gatewayDirectory().resolve(FILE), Clock.systemUTC(), options);
        }
        return DeliveryQueues.postgres(
                server.get(),
                settings.find(GatewaySettings.QUEUE_USER).orElse(""),
                () -> settings.find(GatewaySettings.QUEUE_PASSWORD)
                        .map(Secret::revealCurrent)
                        .orElse(""),
                store.mesh().read().id(),
                identity(store),
                Clock.systemUTC(),
                options);
    }
}
