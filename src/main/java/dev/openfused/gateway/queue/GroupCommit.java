package dev.openfused.gateway.queue;

import dev.openfused.gateway.queue.Database.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of an SQLite file. Changes that wait at the same time share a transaction and so one wait for the disk,
 * which is what a durable commit costs; each caller goes on when the commit that holds its change is on disk. A change that
 * fails is undone alone. A connection that failed is closed, as it may still be inside the transaction; the next change
 * opens another one, so the writer is well again as soon as the disk is.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** How many changes share a commit: more would make the first of them wait without gain. */
    private static final int LARGEST_GROUP = 256;

    private final Opening opening;
    private final OpenedFile file;
    private @Nullable Session session;
    private final BlockingQueue<Change<?>> waiting = new LinkedBlockingQueue<>();
    private final Change<Boolean> last = new Change<>(s -> true);
    private final Thread writer = new Thread(this::write, "queue-writer");
    private boolean closed;

    /**
     * Opens a connection and writes by it.
     *
     * @throws SQLException if none can be opened now
     * @throws IOException if the file can't be looked at
     */
    GroupCommit(Opening opening, Path path) throws SQLException, IOException {
        this.opening = opening;
        Session first = opening.open();
        try {
            this.file = new OpenedFile(path); // not before: to open a file for writing can copy it (overlayfs)
        } catch (IOException e) {
            first.discard(e);
            throw e;
        }
        this.session = first;
        writer.setDaemon(true);
        writer.start();
    }

    /** Throws if the file is not the one that was opened. */
    void requireThere() throws StateLostException {
        file.requireThere();
    }

    /** Waits until the change is on disk. */
    <T> T commit(Work<T> work) throws SQLException {
        Change<T> change = new Change<>(work);
        synchronized (this) {
            if (closed) {
                throw new SQLException("the queue is closed");
            }
            waiting.add(change);
        }
        return change.await();
    }

    private void write() {
        List<Change<?>> group = new ArrayList<>();
        while (!group.contains(last)) {
            group.clear();
            try {
                group.add(waiting.take());
                waiting.drainTo(group, LARGEST_GROUP - 1);
                commit(group);
            } catch (InterruptedException e) {
                LOG.trace("nobody else has this thread; it ends with the last change");
            } catch (RuntimeException | Error e) {
                // All who write wait for this thread: whatever happens, it goes on.
                LOG.error("the queue's writer failed and goes on: {}", e.toString());
                group.forEach(change -> change.fail(e));
            }
        }
    }

    private void commit(List<Change<?>> group) {
        Session open;
        try {
            open = begin();
        } catch (SQLException | RuntimeException | Error e) {
            group.forEach(change -> change.fail(e));
            return;
        }
        try {
            for (Change<?> change : group) {
                change.make(open);
            }
            open.update("COMMIT");
        } catch (SQLException | RuntimeException | Error e) {
            undo(open, e);
            if (group.size() == 1) {
                group.get(0).fail(e);
            } else {
                group.forEach(change -> commit(List.of(change)));
            }
            return;
        }
        group.forEach(Change::finish);
    }

    private Session begin() throws SQLException {
        file.requireThere();
        Session open = session == null ? opening.open() : session;
        session = open;
        try {
            open.update("BEGIN IMMEDIATE");
            return open;
        } catch (SQLException e) {
            discard(open, e);
            throw e;
        }
    }

    private void undo(Session open, Throwable because) {
        try {
            open.update("ROLLBACK");
        } catch (SQLException e) {
            because.addSuppressed(e); // SQLite had rolled back by itself, or can't
            discard(open, because);
            return;
        }
        if (because instanceof SQLException) {
            discard(open, because);
        }
    }

    private void discard(Session open, Throwable because) {
        session = null;
        open.discard(because);
    }

    /** Commits what waits, then ends. */
    @Override
    public void close() throws SQLException {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.add(last);
        }
        last.await();
        Session open = session; // written by the writer before it finished the last change
        if (open != null) {
            open.close();
        }
    }

    /** One caller's change and what comes of it. */
    private static final class Change<T> {
        private final Work<T> work;
        private final CompletableFuture<T> outcome = new CompletableFuture<>();
        private @Nullable T made;

        Change(Work<T> work) {
            this.work = work;
        }

        void make(Session session) throws SQLException {
            made = work.in(session);
        }

        void finish() {
            outcome.complete(made);
        }

        void fail(Throwable cause) {
            outcome.completeExceptionally(cause);
        }

        T await() throws SQLException {
            try {
                return outcome.join();
            } catch (CompletionException e) {
                Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                if (cause instanceof RuntimeException fault) {
                    throw fault;
                }
                throw new SQLException(cause.getMessage(), cause);
            }
        }
    }
}
