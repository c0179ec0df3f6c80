/**
 * Every delivery and its state, in SQLite or PostgreSQL.
 *
 * <p>{@link dev.openfused.gateway.queue.DeliveryQueues} opens a {@link dev.openfused.gateway.queue.DeliveryQueue}; a file that
 * was seen is dispatched into it, a delivery is claimed from it, tried, and ended with one of the verbs done, later, dead or
 * dropped. All state is in the database: a process may die at any moment, and several may share one.
 */
@NullMarked
package dev.openfused.gateway.queue;

import org.jspecify.annotations.NullMarked;
