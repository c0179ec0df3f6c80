package dev.openfused.gateway.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Gives the pages of an SQLite file that nothing uses back to the disk, and shortens its write-ahead log. It takes pages a
 * few at a time ({@code auto_vacuum = INCREMENTAL}), each portion one of the writer's changes among the others, so that
 * nobody waits for long. A file that an earlier version made can't do that: SQLite writes it anew once, and changes wait
 * until it has, so that happens only to a file that would be small.
 *
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_auto_vacuum">auto_vacuum</a>
 */
final class SqliteVacuum {
    /** One part in so many of the file stays free, as what comes next takes it up again. */
    private static final int SPARE = 8;

    /** Fewer free bytes than this are not worth the work. */
    private static final long LEAST = 1 << 20;

    /** The most used bytes that are written anew, about a second's work. */
    private static final long LARGEST_REWRITE = 128L << 20;

    /** A rewrite is held in a temporary file, in the log and in the file at the same time. */
    private static final int COPIES = 3;

    private static final int PORTION_STEPS = 64;
    private static final long PORTION_NANOS = 10_000_000;
    private static final String STEP = "PRAGMA incremental_vacuum(4)";

    /** The log is moved into the file by then, lest a change of somebody else's does so and waits for all of it. */
    private static final int PORTIONS_BETWEEN_CHECKPOINTS = 8;

    /** How long a checkpoint that holds up changes waits for readers; there is another one after the next purge. */
    private static final int CHECKPOINT_MILLIS = 20;

    private final Path file;
    private final Database database;
    private final Opening opening;

    SqliteVacuum(Path file, Database database, Opening opening) {
        this.file = file;
        this.database = database;
        this.opening = opening;
    }

    /** Takes as long as it takes, or until its thread is interrupted; says how many bytes smaller the database is. */
    long run() throws SQLException, IOException {
        try (Session session = opening.open()) {
            long before = pages(session);
            if (session.number("PRAGMA auto_vacuum").orElse(0L) != 0) {
                giveBack(session);
            } else if (isWorthIt(session) && hasRoomForRewrite(session)) {
                session.execute("PRAGMA auto_vacuum = INCREMENTAL");
                session.execute("VACUUM");
            }
            checkpoint(session, "PASSIVE"); // most of it, while nobody waits
            session.execute("PRAGMA busy_timeout = " + CHECKPOINT_MILLIS);
            checkpoint(session, "TRUNCATE");
            return Math.max(0, before - pages(session)) * pageSize(session);
        }
    }

    private void giveBack(Session session) throws SQLException {
        long free = Long.MAX_VALUE;
        for (int portion = 1; !isStopped() && isWorthIt(session) && free(session) < free; portion++) {
            free = free(session);
            database.write(SqliteVacuum::givePortionBack);
            if (portion % PORTIONS_BETWEEN_CHECKPOINTS == 0) {
                checkpoint(session, "PASSIVE");
            }
        }
    }

    private static boolean isStopped() {
        return Thread.currentThread().isInterrupted();
    }

    private static int givePortionBack(Session session) throws SQLException {
        long begun = System.nanoTime();
        int steps = 0;
        while (steps < PORTION_STEPS && System.nanoTime() - begun < PORTION_NANOS) {
            session.execute(STEP);
            steps++;
        }
        return steps;
    }

    private static boolean isWorthIt(Session session) throws SQLException {
        long free = free(session);
        return free * SPARE > pages(session) && free * pageSize(session) >= LEAST;
    }

    private boolean hasRoomForRewrite(Session session) throws SQLException, IOException {
        long used = (pages(session) - free(session)) * pageSize(session);
        return used <= LARGEST_REWRITE && Files.getFileStore(file).getUsableSpace() > COPIES * used + LEAST;
    }

    private static void checkpoint(Session session, String mode) throws SQLException {
        session.number("PRAGMA wal_checkpoint(" + mode + ")");
    }

    private static long pages(Session session) throws SQLException {
        return session.number("PRAGMA page_count").orElse(0L);
    }

    private static long free(Session session) throws SQLException {
        return session.number("PRAGMA freelist_count").orElse(0L);
    }

    private static long pageSize(Session session) throws SQLException {
        return session.number("PRAGMA page_size").orElse(0L);
    }
}
