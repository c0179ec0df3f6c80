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
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The embedded database: one file, its write-ahead log beside it, one writer that groups commits, a few readers. Other
 * processes may use the file at the same time; a writer waits for another's commit up to ten seconds.
 */
final class SqliteDatabase implements Database {
    private static final int BUSY_MILLIS = 10_000;
    /** Pages in the log before they are moved into the file, 32 MB: message ids are random, so many changes meet in a page. */
    private static final int CHECKPOINT_PAGES = 8_000;
    /** Pages the writer keeps at hand, in kilobytes: what a group of changes touches should fit in. */
    private static final int WRITER_CACHE = 24_000;

    private final Path file;
    private final SQLiteConfig config = new SQLiteConfig();
    private final GroupCommit writer;
    private final ReaderPool readers = new ReaderPool(this::open);

    SqliteDatabase(Path file, boolean durable) {
        this.file = file;
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(durable ? SynchronousMode.FULL : SynchronousMode.OFF);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setGetGeneratedKeys(false); // or the driver asks for one after each change
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Integer.toString(64 << 20));
        try {
            createPrivately(file);
            letShrink(file);
            writer = new GroupCommit(this::openWriter, file);
        } catch (IOException | SQLException e) {
            throw failed(e);
        }
        try {
            write(session -> {
                Schema.create(session, dialect());
                return true;
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** SQLite gives its log the mode of the file, so the file has to have it before SQLite opens it. */
    private static void createPrivately(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder, mode(folder, "rwx------"));
        }
        try {
            Files.createFile(file, mode(file, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    /** This has to be said of a file before anything is written to it. */
    private static void letShrink(Path file) throws IOException, SQLException {
        if (Files.size(file) > 0) {
            return;
        }
        SQLiteConfig plain = new SQLiteConfig();
        plain.setBusyTimeout(BUSY_MILLIS);
        try (Session session = new Session(plain.createConnection(url(file)))) {
            session.execute("PRAGMA auto_vacuum = INCREMENTAL");
            session.execute("PRAGMA journal_mode = WAL"); // writes the file's first page
        }
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    static FileAttribute<?>[] mode(Path where, String mode) {
        return where.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private Session open() throws SQLException {
        Connection connection = config.createConnection(url(file));
        return new Session(connection);
    }

    private Session openWriter() throws SQLException {
        Session session = open();
        try {
            session.update("PRAGMA cache_size = -" + WRITER_CACHE);
            return session;
        } catch (SQLException e) {
            session.discard(e);
            throw e;
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    /** Reads all of the file. */
    @Override
    public List<String> damage() {
        return read(session -> session.list("PRAGMA quick_check(5)", row -> row.getString(1))).stream()
                .filter(line -> !line.equals("ok"))
                .toList();
    }

    @Override
    public long shrink() {
        try {
            writer.requireThere(); // or SQLite would make another one in its place
            return new SqliteVacuum(file, this, this::open).run();
        } catch (IOException | SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        try {
            return readers.read(work);
        } catch (SQLException e) {
            throw failed(e);
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

    /** A full disk shows in many ways, as an I/O error or a file that can't be opened; it is named in each. */
    private QueueException failed(Exception cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof StateLostException) {
                return QueueException.lost("the queue's database " + file + " is lost: " + each.getMessage(), cause);
            }
        }
        String disk =
                DiskSpace.isFull(file) ? "; its disk is full: free some space, then the gateway resumes by itself" : "";
        return new QueueException(
                "the queue's database " + file + " can't be used: " + cause.getMessage() + disk, cause);
    }

    @Override
    public void close() {
        try (writer) {
            readers.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
