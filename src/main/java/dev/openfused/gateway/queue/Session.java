package dev.openfused.gateway.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection and the statements prepared on it: SQL with question marks in, values out. For one thread at a time.
 * Every SQL text is prepared once, so texts must be constants or few.
 */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Takes a value out of the row that the result set stands on. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Changes rows; says how many. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return run(sql, statement -> {
            bind(statement, values);
            return statement.executeUpdate();
        });
    }

    /** Runs a statement that is not prepared, with no values, to its end; rows that it returns are passed over. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** The same change for each of many rows of values. */
    void updateAll(String sql, List<Object[]> rows) throws SQLException {
        run(sql, statement -> {
            for (Object[] values : rows) {
                bind(statement, values);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    /** All rows. */
    <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return query(sql, values, rows -> {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(row.read(rows));
            }
            return result;
        });
    }

    /** The first row, if there is one and it is not null. */
    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return query(sql, values, rows -> rows.next() ? Optional.ofNullable(row.read(rows)) : Optional.empty());
    }

    /** A number that the first row holds, if it is not null. */
    Optional<Long> number(String sql, @Nullable Object... values) throws SQLException {
        return first(sql, row -> Optional.ofNullable(nullableLong(row, 1)), values)
                .flatMap(number -> number);
    }

    /** Whether there is any row. */
    boolean exists(String sql, @Nullable Object... values) throws SQLException {
        return query(sql, values, ResultSet::next);
    }

    /** A number that may be null, in the given column from 1. */
    static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** What is done with a prepared statement. */
    @FunctionalInterface
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T query(String sql, @Nullable Object[] values, Row<T> result) throws SQLException {
        return run(sql, statement -> {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                return result.read(rows);
            }
        });
    }

    /** A statement that failed is not used again: SQLite's driver finalises it and keeps none of its promises. */
    private <T> T run(String sql, Use<T> use) throws SQLException {
        PreparedStatement statement = prepared(sql);
        try {
            return use.of(statement);
        } catch (SQLException e) {
            prepared.remove(sql);
            try {
                statement.close();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            statement.setObject(i + 1, value instanceof String text ? storable(text) : value);
        }
    }

    /** Names and reasons come from strangers: NUL and halves of surrogate pairs, which no database takes, are replaced. */
    private static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return new String(
                        text.replace('\0', '\uFFFD')
                                .codePoints()
                                .map(p -> p >= Character.MIN_SURROGATE && p <= Character.MAX_SURROGATE ? 0xFFFD : p)
                                .toArray(),
                        0,
                        text.codePointCount(0, text.length()));
            }
        }
        return text;
    }

    /** Closes the connection because it failed. */
    void discard(Throwable because) {
        try {
            close();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /** Closes the connection, or gives it back to its pool. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
        }
    }
}
