package dev.openfused.gateway.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is due at a target.
 *
 * @param count how many deliveries, up to what was asked for
 * @param oldest when the oldest of these was dispatched; null if there are none
 */
public record Gathered(int count, @Nullable Instant oldest) {}
