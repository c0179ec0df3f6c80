package dev.openfused.gateway.queue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Opens delivery queues. */
public final class DeliveryQueues {
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_-]{1,48}");

    private DeliveryQueues() {}

    /**
     * A queue in a file of its own, the default. Other processes may open the same file at the same time. A missing file is
     * made with mode 600, a missing folder with mode 700.
     *
     * @param stateDb the file, such as {@code {store}/.gateway/state.db}
     * @param clock tells the time
     * @param options {@link QueueOptions#DEFAULT} unless there is a reason
     * @return the queue
     * @throws QueueException if the file can't be opened, or a later version of this program made it
     */
    public static DeliveryQueue sqlite(Path stateDb, Clock clock, QueueOptions options) {
        return new SqlDeliveryQueue(
                new SqliteDatabase(stateDb, options.durable()),
                StoreIdentity.SOLE,
                new SteadyTime(clock, System::nanoTime),
                clock,
                System::nanoTime,
                options,
                claimant());
    }

    /**
     * A queue on a PostgreSQL server, shared by the gateways that name the same server and namespace. Leases and waits go by
     * the server's clock.
     *
     * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
     * @param user who may make a schema in that database, or owns the one made before
     * @param password asked whenever a connection is opened, so that it may change
     * @param namespace the store's id: 1 to 48 letters, digits, hyphens and underscores; its tables are in the schema
     *     {@code openfused_{namespace}}
     * @param store whose files are remembered by this queue: other gateways have directories of their own
     * @param clock tells the time
     * @param options {@link QueueOptions#DEFAULT} unless there is a reason
     * @return the queue
     * @throws QueueException if the server can't be reached, or a later version of this program made the tables
     * @throws IllegalArgumentException if the namespace has other characters
     */
    public static DeliveryQueue postgres(
            String jdbcUrl,
            String user,
            Supplier<String> password,
            String namespace,
            StoreIdentity store,
            Clock clock,
            QueueOptions options) {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    "a queue's namespace is 1 to 48 letters, digits, hyphens and underscores");
        }
        return new SqlDeliveryQueue(
                new PostgresDatabase(jdbcUrl, user, password, "openfused_" + namespace, options.durable()),
                store,
                ServerTime.ofPostgres(clock),
                clock,
                System::nanoTime,
                options,
                claimant());
    }

    /** A name for this opening of the queue: the process, for people, and something no other process has. */
    private static String claimant() {
        return ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    }
}
