package dev.openfused.gateway.queue;

/** From which side a message is dispatched, or where it is held back; it counts once on each. */
enum SourceKind {
    INBOX(1),
    OUTBOX(2),
    QUARANTINE(4),
    NOTICE(8),
    SHARED(16),
    WORKSPACE(32);

    /** Where a message is that came in or went out. Anybody can put one into a folder that bridges carry. */
    static final int AT_THE_DOOR = INBOX.bit | OUTBOX.bit | QUARANTINE.bit;

    private final int bit;

    SourceKind(int bit) {
        this.bit = bit;
    }

    /** Its mark in {@code message.kinds}. */
    int bit() {
        return bit;
    }

    /** The kind of {@code inbox}, {@code outbox/{directory}}, {@code quarantine}, {@code notice}, and so on. */
    static SourceKind of(String source) {
        return switch (source) {
            case "inbox" -> INBOX;
            case "quarantine" -> QUARANTINE;
            case "notice" -> NOTICE;
            case "shared" -> SHARED;
            case "workspace" -> WORKSPACE;
            default -> {
                if (source.startsWith("outbox/")) {
                    yield OUTBOX;
                }
                throw new IllegalArgumentException(
                        "a source is inbox, outbox/{directory}, quarantine, notice, shared or workspace");
            }
        };
    }
}
