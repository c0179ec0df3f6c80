package dev.openfused.gateway.bench;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.Order;
import dev.openfused.gateway.queue.PostgresServer;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.queue.StoreIdentity;
import dev.openfused.gateway.queue.Target;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The queue alone, durable, 16 threads at a time: entering messages, and taking them out again. */
final class QueueRow implements Row {
    private static final int THREADS = 16;
    private static final int CLAIMED_AT_ONCE = 8;
    private static final Duration TIME = Duration.ofSeconds(3);
    private static final Target TARGET = Target.bridge("ops");

    /** A database to keep the queue in, and beside it a raw table. */
    private interface Engine extends AutoCloseable {
        DeliveryQueue queue() throws Exception;

        RawTable raw() throws SQLException;

        /** How many connections may write at a time, and how many operations one commit then carries. */
        int writers();

        @Override
        default void close() throws Exception {}
    }

    /** Starts an engine, if it is installed. */
    @FunctionalInterface
    private interface EngineStarter {
        Optional<Engine> start(Ground ground) throws Exception;
    }

    private final String engine;
    private final EngineStarter starter;

    private QueueRow(String engine, EngineStarter starter) {
        this.engine = engine;
        this.starter = starter;
    }

    static QueueRow sqlite() {
        return new QueueRow(
                "SQLite",
                ground -> Optional.of(new Engine() {
                    @Override
                    public DeliveryQueue queue() {
                        return DeliveryQueues.sqlite(
                                ground.folder().resolve("queue.db"), Clock.systemUTC(), QueueOptions.DEFAULT);
                    }

                    @Override
                    public RawTable raw() throws SQLException {
                        return RawTable.sqlite("jdbc:sqlite:" + ground.folder().resolve("raw.db"));
                    }

                    @Override
                    public int writers() {
                        return 1;
                    }
                }));
    }

    static QueueRow postgres() {
        return new QueueRow(
                "PostgreSQL", ground -> PostgresServer.startDurable().map(server -> new Engine() {
                    @Override
                    public DeliveryQueue queue() {
                        return DeliveryQueues.postgres(
                                server.url(),
                                server.user(),
                                server::password,
                                server.freshNamespace(),
                                StoreIdentity.SOLE,
                                Clock.systemUTC(),
                                QueueOptions.DEFAULT);
                    }

                    @Override
                    public RawTable raw() throws SQLException {
                        return RawTable.postgres(server.url(), server.user(), server.password());
                    }

                    @Override
                    public int writers() {
                        return THREADS;
                    }

                    @Override
                    public void close() throws Exception {
                        server.close();
                    }
                }));
    }

    @Override
    public String name() {
        return "queue-" + engine.toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        Optional<Engine> installed = starter.start(ground);
        if (installed.isEmpty()) {
            System.err.println("bench: " + engine + " is not installed; its rows are left out");
            return List.of();
        }
        TestAgent alice = ground.agent("alice");
        byte[] envelope = MessageJson.write(alice.sealTo(alice, "the build is green ".repeat(25)));
        try (Engine database = installed.get()) {
            double dispatched;
            double delivered;
            try (DeliveryQueue queue = database.queue()) {
                dispatched = dispatched(queue, envelope);
                delivered = delivered(queue);
            }
            return withLimits(database, envelope, dispatched, delivered);
        }
    }

    private static double dispatched(DeliveryQueue queue, byte[] envelope) throws Exception {
        return Rate.perSecond(THREADS, TIME, number -> {
            queue.dispatch(
                    new SeenFile("inbox", number + ".json", Ids.numbered(number), "alice", null, List.of(TARGET)),
                    envelope);
            return 1;
        });
    }

    private static double delivered(DeliveryQueue queue) throws Exception {
        return Rate.once(THREADS, TIME, new AtomicInteger(), number -> {
            List<Claim> claims = queue.claim(TARGET, Order.NONE, CLAIMED_AT_ONCE, Duration.ofMinutes(1));
            for (Claim claim : claims) {
                queue.done(claim, null);
            }
            return claims.size();
        });
    }

    private List<Figure> withLimits(Engine database, byte[] envelope, double dispatched, double delivered)
            throws Exception {
        int writers = database.writers();
        int batch = THREADS / writers;
        AtomicInteger keys = new AtomicInteger();
        BlockingQueue<RawTable> tables = new ArrayBlockingQueue<>(writers);
        try {
            for (int i = 0; i < writers; i++) {
                tables.add(database.raw());
            }
            double inserts = Rate.perSecond(writers, TIME, with(tables, table -> table.insert(keys, batch, envelope)));
            int rows = keys.get();
            double updates = Rate.perSecond(writers, TIME, with(tables, table -> table.update(keys, batch, rows)));
            String how = writers + " raw connection" + (writers == 1 ? "" : "s") + ", " + batch + " a commit";
            return List.of(
                    Figure.of("queue on " + engine + ", dispatch", dispatched, Unit.PER_SECOND)
                            .withLimit(new Parts().with("one envelope and three short rows", inserts))
                            .withRemark(how),
                    Figure.of("queue on " + engine + ", claim and done", delivered, Unit.PER_SECOND)
                            .withLimit(new Parts()
                                    .with("update of a short row", updates)
                                    .with("and another", updates))
                            .withRemark(how));
        } finally {
            for (RawTable table : tables) {
                table.close();
            }
        }
    }

    /** Work on one table of several, each with one thread at a time. */
    @FunctionalInterface
    private interface TableWork {
        int run(RawTable table) throws SQLException;
    }

    private static Rate.Operation with(BlockingQueue<RawTable> tables, TableWork work) {
        return number -> {
            RawTable table = tables.take();
            try {
                return work.run(table);
            } finally {
                tables.add(table);
            }
        };
    }
}
