package dev.openfused.gateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded database, and what only a file has. */
class SqliteDeliveryQueueTest extends DeliveryQueueContract {
    private final Path folder;
    private final Path file;

    SqliteDeliveryQueueTest(@TempDir Path temporary) {
        folder = temporary.resolve(".gateway");
        file = folder.resolve("state.db");
    }

    @Override
    public Database database() {
        return new SqliteDatabase(file, false);
    }

    @Override
    public Session databaseOfVersion2() throws SQLException {
        assertThat(folder.toFile().mkdir()).isTrue();
        Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file));
        Schema.create(session, Dialect.SQLITE, 2);
        return session;
    }

    @Override
    QueueTime time() {
        return new SteadyTime(clock(), clock()::nanos);
    }

    @Override
    public String explain() {
        return "EXPLAIN QUERY PLAN ";
    }

    @Override
    public int explainColumn() {
        return 4;
    }

    @Test
    void theDatabaseAndItsLogsAreTheOwnersAloneFromTheStart() throws IOException {
        queue();

        assertThat(mode(folder)).isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            assertThat(files.map(SqliteDeliveryQueueTest::mode)).hasSize(3).containsOnly("rw-------");
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedInOneLine() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                file, "this is a diary, and long enough to look like something at the first glance ".repeat(20));

        assertThatThrownBy(() -> DeliveryQueues.sqlite(file, Clock.systemUTC(), QueueOptions.DEFAULT))
                .isInstanceOf(QueueException.class)
                .hasMessageContaining("state.db")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aDanglingLinkIsNotFollowed() throws IOException {
        Files.createDirectories(folder);
        Files.createSymbolicLink(file, folder.resolveSibling("elsewhere.db"));

        assertThatThrownBy(() -> DeliveryQueues.sqlite(file, Clock.systemUTC(), QueueOptions.DEFAULT))
                .isInstanceOf(QueueException.class);
        assertThat(folder.resolveSibling("elsewhere.db")).doesNotExist();
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
