package dev.openfused.gateway.queue;

/** From which side a message is dispatched; it counts once on each. */
enum SourceKind {
    INBOX(1),
    OUTBOX(2);

    private final int bit;

    SourceKind(int bit) {
        this.bit = bit;
    }

    /** Its mark in {@code message.kinds}. */
    int bit() {
        return bit;
    }

    /** The kind of {@code inbox} or {@code outbox/{directory}}. */
    static SourceKind of(String source) {
        if (source.equals("inbox")) {
            return INBOX;
        }
        if (source.startsWith("outbox/")) {
            return OUTBOX;
        }
        throw new IllegalArgumentException("a source is inbox or outbox/{directory}");
    }
}
