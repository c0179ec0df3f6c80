package dev.openfused.gateway.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection that only writes rows into one table, and changes them: the database, without the queue. A batch is one
 * durable transaction.
 */
final class RawTable implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement update;

    private RawTable(Connection connection, String bytes) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS raw (k BIGINT PRIMARY KEY, state INTEGER, body " + bytes + ")");
        }
        connection.setAutoCommit(false);
        insert = connection.prepareStatement("INSERT INTO raw VALUES (?, 0, ?)");
        update = connection.prepareStatement("UPDATE raw SET state = state + 1 WHERE k = ?");
    }

    static RawTable sqlite(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
        }
        return new RawTable(connection, "BLOB");
    }

    static RawTable postgres(String url, String user, String password) throws SQLException {
        return new RawTable(DriverManager.getConnection(url, user, password), "BYTEA");
    }

    int insert(AtomicInteger keys, int batch, byte[] body) throws SQLException {
        for (int i = 0; i < batch; i++) {
            insert.setLong(1, keys.getAndIncrement());
            insert.setBytes(2, body);
            insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
        return batch;
    }

    int update(AtomicInteger keys, int batch, int rows) throws SQLException {
        for (int i = 0; i < batch; i++) {
            update.setLong(1, keys.getAndIncrement() % rows);
            update.addBatch();
        }
        update.executeBatch();
        connection.commit();
        return batch;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
