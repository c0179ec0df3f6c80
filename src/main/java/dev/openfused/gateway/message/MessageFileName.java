package dev.openfused.gateway.message;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The base name of a message file: how ours are formed, and what the name of an unsigned file says (protocol sections
 * 2, 3 and 6).
 *
 * @param value the base name, with its extension
 */
public record MessageFileName(String value) {
    private static final int LONGEST = 128;
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");
    private static final Pattern EXTENSIONS = Pattern.compile("(\\.json|\\.md)+$");
    private static final Pattern COLON_OR_POINT = Pattern.compile("[:.]");
    private static final Pattern COLLECTED = Pattern.compile("[^A-Za-z0-9_-]");
    private static final int LONGEST_TIME = 40;
    private static final String UNKNOWN = "unknown";

    /**
     * A queued message: {@code 2026-03-21T07-59-44-123Z_from-wisp.json}. Two of one sender in one millisecond would
     * be called the same; the store moves the second one on.
     *
     * @param time when it was queued
     * @param from the sender's name
     * @return the name, at most 128 characters
     */
    public static MessageFileName outbox(Instant time, String from) {
        return assemble(time, from, ".json");
    }

    /**
     * An accepted message: {@code {ts}_from-{from}-{fp8}_to-{own name}.json}. Where that is too long the sender's
     * name is shortened, never the suffix, so that the file stays visible.
     *
     * @param time when it was received
     * @param from the name that the sender claims, any text
     * @param senderFp8 the first 8 hex digits of the fingerprint of the key that signed it
     * @param to our own name
     * @return the name, at most 128 characters
     */
    public static MessageFileName accepted(Instant time, String from, String senderFp8, AgentName to) {
        return assemble(time, from, '-' + senderFp8.toLowerCase(Locale.ROOT) + "_to-" + to.value() + ".json");
    }

    /**
     * A message that was fetched from a peer: {@code {ts}_from-{from}_to-{own name}.json}. Its time is the one that was
     * signed, so a message that is fetched twice is called the same.
     *
     * @param timestamp the message's, any text
     * @param from the name that the sender claims, any text
     * @param to our own name
     * @return the name, at most 128 characters
     */
    public static MessageFileName collected(String timestamp, String from, AgentName to) {
        String time = COLLECTED
                .matcher(COLON_OR_POINT.matcher(timestamp).replaceAll("-"))
                .replaceAll("");
        String sender = COLLECTED.matcher(from).replaceAll("");
        return assemble(
                (time.length() > LONGEST_TIME ? time.substring(0, LONGEST_TIME) : time) + "_from-",
                sender,
                "_to-" + to.value() + ".json");
    }

    /**
     * Who wrote an unsigned file, going by its name: what follows the first {@code _} of the stem.
     *
     * @return a claim that anybody can make; {@code unknown} if there is none
     */
    public String claimedSender() {
        String stem = stem();
        int underscore = stem.indexOf('_');
        return underscore < 0 || underscore == stem.length() - 1 ? UNKNOWN : stem.substring(underscore + 1);
    }

    /**
     * When an unsigned file was written, going by its name: what precedes the first {@code _} of the stem.
     *
     * @return any text
     */
    public String claimedTime() {
        String stem = stem();
        int underscore = stem.indexOf('_');
        return underscore < 0 ? stem : stem.substring(0, underscore);
    }

    @Override
    public String toString() {
        return value;
    }

    private String stem() {
        return EXTENSIONS.matcher(value).replaceFirst("");
    }

    private static MessageFileName assemble(Instant time, String from, String suffix) {
        return assemble(
                COLON_OR_POINT.matcher(Rfc3339.format(time)).replaceAll("-") + "_from-",
                UNSAFE.matcher(from).replaceAll(""),
                suffix);
    }

    private static MessageFileName assemble(String prefix, String sender, String suffix) {
        int room = LONGEST - prefix.length() - suffix.length();
        return new MessageFileName(
                prefix + (sender.isEmpty() ? UNKNOWN : sender.substring(0, Math.min(room, sender.length()))) + suffix);
    }
}
