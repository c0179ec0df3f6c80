package dev.openfused.gateway.queue;

/** From which side a message is dispatched, or where it is held back; it counts once on each. */
enum SourceKind {
    INBOX(1),
    OUTBOX(2),
    QUARANTINE(4),
    NOTICE(8);

    private final int bit;

    SourceKind(int bit) {
        this.bit = bit;
    }

    /** Its mark in {@code message.kinds}. */
    int bit() {
        return bit;
    }

    /** The kind of {@code inbox}, {@code outbox/{directory}}, {@code quarantine} or {@code notice}. */
    static SourceKind of(String source) {
        if (source.equals("inbox")) {
            return INBOX;
        }
        if (source.startsWith("outbox/")) {
            return OUTBOX;
        }
        if (source.equals("quarantine")) {
            return QUARANTINE;
        }
        if (source.equals("notice")) {
            return NOTICE;
        }
        throw new IllegalArgumentException("a source is inbox, outbox/{directory}, quarantine or notice");
    }
}
