/** Every delivery and its state, in SQLite or PostgreSQL. */
@NullMarked
package dev.openfused.gateway.queue;

import org.jspecify.annotations.NullMarked;
