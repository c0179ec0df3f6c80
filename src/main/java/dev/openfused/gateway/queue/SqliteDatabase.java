package dev.openfused.gateway.queue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The embedded database: one file, its write-ahead log beside it, one writer that groups commits, a few readers. Other
 * processes may use the file at the same time; a writer waits for another's commit up to ten seconds.
 */
final class SqliteDatabase implements Database {
    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 10_000;
    /** Pages in the log before they are moved into the file: 16 MB. Random keys make a page worth writing back only once in a while. */
    private static final int CHECKPOINT_PAGES = 4_000;

    private final Path file;
    private final SQLiteConfig config = new SQLiteConfig();
    private final GroupCommit writer;
    private final BlockingQueue<Session> readers = new LinkedBlockingQueue<>();

    SqliteDatabase(Path file, boolean durable) {
        this.file = file;
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(durable ? SynchronousMode.FULL : SynchronousMode.OFF);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Integer.toString(16 << 20));
        try {
            createPrivately(file);
            writer = new GroupCommit(open());
        } catch (IOException | SQLException e) {
            throw failed(e);
        }
        try {
            write(session -> {
                Schema.create(session, dialect());
                return true;
            });
            for (int i = 0; i < READERS; i++) {
                readers.add(open());
            }
        } catch (SQLException | RuntimeException e) {
            close();
            throw failed(e);
        }
    }

    /** SQLite gives its log the mode of the file, so the file has to have it before SQLite opens it. */
    private static void createPrivately(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (folder != null) {
            Files.createDirectories(folder, mode(posix, "rwx------"));
        }
        try {
            Files.createFile(file, mode(posix, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    private static FileAttribute<?>[] mode(boolean posix, String mode) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private Session open() throws SQLException {
        Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        return new Session(connection);
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public <T> T read(Work<T> work) {
        Session reader = borrow();
        try {
            return work.in(reader);
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            readers.add(reader);
        }
    }

    private Session borrow() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return readers.take();
                } catch (InterruptedException e) {
                    interrupted = true; // a reader is free again in an instant
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        try {
            return writer.commit(work);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private QueueException failed(Exception cause) {
        return cause instanceof QueueException named
                ? named
                : new QueueException("the queue's database " + file + " can't be used: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        try (writer) {
            for (Session reader = readers.poll(); reader != null; reader = readers.poll()) {
                reader.close();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
