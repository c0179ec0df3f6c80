package dev.openfused.gateway.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection that only writes what a dispatched message can't do without (its envelope, and three short rows: that it
 * is known, that its file is, and its delivery), and changes the short rows: the database, without the queue. A batch is one
 * durable transaction.
 */
final class RawTable implements AutoCloseable {
    private static final int SHORT_ROWS = 3;

    private final Connection connection;
    private final PreparedStatement insertEnvelope;
    private final PreparedStatement insertShort;
    private final PreparedStatement update;

    private RawTable(Connection connection, String bytes) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS envelopes (k BIGINT PRIMARY KEY, body " + bytes + ")");
            statement.execute("CREATE TABLE IF NOT EXISTS shorts (k BIGINT PRIMARY KEY, state INTEGER)");
        }
        connection.setAutoCommit(false);
        insertEnvelope = connection.prepareStatement("INSERT INTO envelopes VALUES (?, ?)");
        insertShort = connection.prepareStatement("INSERT INTO shorts VALUES (?, 0)");
        update = connection.prepareStatement("UPDATE shorts SET state = state + 1 WHERE k = ?");
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

    int insert(AtomicInteger messages, int batch, byte[] envelope) throws SQLException {
        for (int i = 0; i < batch; i++) {
            long message = messages.getAndIncrement();
            insertEnvelope.setLong(1, message);
            insertEnvelope.setBytes(2, envelope);
            insertEnvelope.addBatch();
            for (int row = 0; row < SHORT_ROWS; row++) {
                insertShort.setLong(1, message * SHORT_ROWS + row);
                insertShort.addBatch();
            }
        }
        insertEnvelope.executeBatch();
        insertShort.executeBatch();
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
