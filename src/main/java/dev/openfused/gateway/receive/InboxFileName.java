package dev.openfused.gateway.receive;

import dev.openfused.gateway.crypto.AuthenticMessage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of an accepted message's file: {@code {ts}_from-{from}-{fp8}_to-{own name}.json} (protocol section 6). It is
 * built from characters that mean nothing to a file system, whatever the sender is called.
 */
final class InboxFileName {
    private static final int LONGEST = 128;
    private static final String SUFFIX = ".json";
    private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9._-]");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH-mm-ss-SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private InboxFileName() {}

    /**
     * The name for a message.
     *
     * @param receipt when it arrived
     * @param message the message
     * @param ownName the receiving agent
     * @return a base name of at most 128 characters; a long sender is cut, the suffix never is (the original cuts it off,
     *     and the message becomes invisible)
     */
    static String of(Instant receipt, AuthenticMessage message, String ownName) {
        String start = TIME.format(receipt) + "_from-";
        String end = '-' + message.fingerprint().fp8().toLowerCase(Locale.ROOT) + "_to-" + plain(ownName);
        String from = plain(message.signed().from());
        int room = Math.max(0, LONGEST - SUFFIX.length() - start.length() - end.length());
        return start + from.substring(0, Math.min(room, from.length())) + end + SUFFIX;
    }

    private static String plain(String name) {
        return OTHER.matcher(name).replaceAll("");
    }
}
