package dev.openfused.gateway.camel.ssh;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.sync.PeerRefusedException;

/** Under which names a message may stand in a peer's inbox, as others may have put some there that are called the same. */
final class InboxNames {
    /** How many are tried. */
    static final int MOST = 100;

    private InboxNames() {}

    /**
     * One of them.
     *
     * @param file the message's own
     * @param n 1 for that, 2 and so on for others
     * @return such as {@code x-2.json}
     */
    static String numbered(String file, int n) {
        return n == 1 ? file : file.replaceFirst("(\\.json)?$", "-" + n + "$1");
    }

    static PeerRefusedException allTaken(String file) {
        return new PeerRefusedException("inbox/" + VisibleText.of(file) + " is taken there by other messages, and "
                + (MOST - 1) + " names like it");
    }
}
