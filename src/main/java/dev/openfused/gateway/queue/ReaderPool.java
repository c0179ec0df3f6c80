package dev.openfused.gateway.queue;

import dev.openfused.gateway.queue.Database.Work;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * The few connections that read an SQLite file, opened when first needed; one that failed is closed. More readers than
 * cores gain nothing.
 */
final class ReaderPool implements AutoCloseable {
    private static final int READERS = 4;

    private final Opening opening;
    private final Semaphore permits = new Semaphore(READERS, true);
    private final Deque<Session> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    ReaderPool(Opening opening) {
        this.opening = opening;
    }

    <T> T read(Work<T> work) throws SQLException {
        permits.acquireUninterruptibly();
        try {
            if (closed) {
                throw new SQLException("the queue is closed");
            }
            Session reader = idle.poll();
            if (reader == null) {
                reader = opening.open();
            }
            T result;
            try {
                result = work.in(reader);
            } catch (SQLException e) {
                reader.discard(e); // it may have kept what it failed over
                throw e;
            } catch (RuntimeException | Error e) {
                idle.push(reader);
                throw e;
            }
            idle.push(reader);
            return result;
        } finally {
            permits.release();
        }
    }

    /** Waits for reads under way. */
    @Override
    public void close() throws SQLException {
        closed = true;
        permits.acquireUninterruptibly(READERS);
        try {
            for (Session reader = idle.poll(); reader != null; reader = idle.poll()) {
                reader.close();
            }
        } finally {
            permits.release(READERS);
        }
    }
}
