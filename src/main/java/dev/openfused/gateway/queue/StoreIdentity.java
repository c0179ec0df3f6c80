package dev.openfused.gateway.queue;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a directory whose files the queue remembers. Gateways that share a queue serve the same agent from
 * directories of their own: one file name there can be two messages, and a file gone from one is not gone from the other.
 *
 * @param id of this directory; empty for the only one that the queue has
 * @param predecessor the id that this directory, or the one it is a copy of, had before; null if there is none
 */
public record StoreIdentity(String id, @Nullable String predecessor) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{0,64}");

    /** Of the store in which the queue's own file is. */
    public static final StoreIdentity SOLE = new StoreIdentity("", null);

    /**
     * Checks them.
     *
     * @param id of this directory
     * @param predecessor the one before, or null
     * @throws IllegalArgumentException if one is no id
     */
    public StoreIdentity {
        if (!ID.matcher(id).matches()
                || (predecessor != null && !ID.matcher(predecessor).matches())) {
            throw new IllegalArgumentException("a store's id is up to 64 letters, digits, hyphens and underscores");
        }
    }
}
