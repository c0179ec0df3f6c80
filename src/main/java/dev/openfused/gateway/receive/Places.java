package dev.openfused.gateway.receive;

import dev.openfused.gateway.store.StoreException;

/** The free places for message files in a folder. Thread-safe. */
interface Places {
    /** Takes a place for one file; false if there is none. Each place that was taken is to be {@link #settle settled}. */
    boolean reserve() throws StoreException;

    /** What became of a place: a file is there now, or it was given back. */
    void settle(boolean stored);

    /** For the operator. */
    String whyFull();
}
