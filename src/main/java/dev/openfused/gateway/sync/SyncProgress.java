package dev.openfused.gateway.sync;

/** Told how exchanges with peers get on, by the threads that run them: returns at once. */
public interface SyncProgress {
    /** Nobody looks. */
    SyncProgress UNSEEN = new SyncProgress() {
        @Override
        public void expected(Kind kind, int count, long bytes) {}

        @Override
        public void moved(Kind kind, long bytes) {}
    };

    /** What is moved. */
    enum Kind {
        /** Files that a peer shows; how many and how large they are is known before the first is fetched. */
        FILES,

        /** Mail that a peer holds for us; how much there is shows as it comes. */
        MAIL,

        /** Mail of ours for a peer; it is known how much, and not how large. */
        SENT
    }

    /**
     * There is more to move than was known.
     *
     * @param kind of what
     * @param count how many more
     * @param bytes their size as far as it is known
     */
    void expected(Kind kind, int count, long bytes);

    /**
     * One of what was expected is through, or is known not to be needed.
     *
     * @param kind what it is
     * @param bytes its size
     */
    void moved(Kind kind, long bytes);
}
