package dev.openfused.gateway.queue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A database server that several gateways share. Each store has a schema of its own in it.
 */
final class PostgresDatabase implements Database {
    private static final int CONNECTIONS = 12;
    /** How often a transaction is run again that lost against another one. */
    private static final int TRIES = 10;
    /** Serialisation failure, deadlock: the server's word that the same transaction may pass another time. */
    private static final Set<String> LOST_AGAINST_ANOTHER = Set.of("40001", "40P01");

    private final HikariDataSource pool;

    PostgresDatabase(String url, String user, Supplier<String> password, String schema, boolean durable) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setCredentialsProvider(() -> Credentials.of(user, password.get()));
        config.setSchema(schema);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setPoolName("queue");
        if (!durable) {
            config.addDataSourceProperty("options", "-c synchronous_commit=off");
        }
        try {
            pool = new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw failed(e);
        }
        try {
            write(session -> {
                dialect().lock(session, schema);
                session.update("CREATE SCHEMA IF NOT EXISTS \"" + schema + '"');
                Schema.create(session, dialect());
                return true;
            });
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRES;
    }

    /** The server looks after that. */
    @Override
    public List<String> damage() {
        return List.of();
    }

    /** The server vacuums by itself. */
    @Override
    public long shrink() {
        return 0;
    }

    @Override
    public <T> T read(Work<T> work) {
        return write(work);
    }

    @Override
    public <T> T write(Work<T> work) {
        for (int tried = 1; ; tried++) {
            try {
                return transaction(work);
            } catch (SQLException e) {
                if (tried == TRIES || !LOST_AGAINST_ANOTHER.contains(String.valueOf(e.getSQLState()))) {
                    throw failed(e);
                }
            }
        }
    }

    private <T> T transaction(Work<T> work) throws SQLException {
        Connection connection = pool.getConnection();
        try (Session session = new Session(connection)) {
            try {
                T result = work.in(session);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    /** A transaction that can't be ended ends with its connection, or the next caller would be inside it. */
    private void rollback(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
            pool.evictConnection(connection);
        }
    }

    private static QueueException failed(Exception cause) {
        return new QueueException("the queue's PostgreSQL server can't be used: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        pool.close();
    }
}
