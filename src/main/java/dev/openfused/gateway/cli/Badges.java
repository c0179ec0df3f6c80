package dev.openfused.gateway.cli;

import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.OpenedMessage;
import java.util.ArrayList;
import java.util.List;

/** The words in brackets that tell a reader how far to believe something. */
final class Badges {
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    private Badges() {}

    static String of(OpenedMessage message, boolean colour) {
        return join(message.badges(), message.standing().verified(), colour);
    }

    static String of(KeyringEntry entry, boolean colour) {
        List<String> words = new ArrayList<>();
        words.add(entry.trusted() ? "TRUSTED" : "untrusted");
        if (entry.subscribed()) {
            words.add("SUBSCRIBED");
        }
        if (entry.relationship() != null) {
            words.add(entry.relationship().name());
        }
        return join(words, entry.trusted(), colour);
    }

    private static String join(List<String> words, boolean good, boolean colour) {
        String badges = '[' + String.join("] [", words) + ']';
        return colour ? (good ? GREEN : YELLOW) + badges + PLAIN : badges;
    }
}
