package dev.openfused.gateway.api;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of answers that no client has taken yet, of all connections together. */
final class UnreadBytes {
    private final long most;
    private final Runnable makeRoom;
    private final AtomicLong total = new AtomicLong();

    /**
     * Nothing yet.
     *
     * @param most how many there may be
     * @param makeRoom is called when there are more
     */
    UnreadBytes(long most, Runnable makeRoom) {
        this.most = most;
        this.makeRoom = makeRoom;
    }

    /** So many more, or fewer. */
    void add(long bytes) {
        if (total.addAndGet(bytes) > most && bytes > 0) {
            makeRoom.run();
        }
    }

    /** How many must go so that there is room for a while. */
    long excess() {
        return total.get() - most + most / 8;
    }
}
