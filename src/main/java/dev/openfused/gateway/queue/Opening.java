package dev.openfused.gateway.queue;

import java.sql.SQLException;

/** Opens one connection. */
@FunctionalInterface
interface Opening {
    Session open() throws SQLException;
}
