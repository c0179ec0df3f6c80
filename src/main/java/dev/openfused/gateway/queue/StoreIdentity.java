package dev.openfused.gateway.queue;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The identity of a directory whose files the queue remembers. Gateways that share a queue serve the same agent from
 * directories of their own: one file name there can be two messages, and a file gone from one is not gone from the other.
 *
 * @param id of this directory; empty for the only one that the queue has
 * @param predecessors the ids that this directory, or the one it is a copy of, had before, newest first
 */
public record StoreIdentity(String id, List<String> predecessors) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{0,64}");

    /** Of the store in which the queue's own file is. */
    public static final StoreIdentity SOLE = new StoreIdentity("", List.of());

    /**
     * Checks and copies them.
     *
     * @param id of this directory
     * @param predecessors the ones before, newest first
     * @throws IllegalArgumentException if one is no id
     */
    public StoreIdentity {
        predecessors = List.copyOf(predecessors);
        if (!ID.matcher(id).matches()
                || !predecessors.stream().allMatch(each -> ID.matcher(each).matches())) {
            throw new IllegalArgumentException("a store's id is up to 64 letters, digits, hyphens and underscores");
        }
    }
}
