package dev.openfused.gateway.audit;

import dev.openfused.gateway.message.MessageId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One decision about one message, as {@code key=value} pairs. Never holds a message's content.
 *
 * <pre>{@code
 * decision=dispatched id=9f2c… from="wisp" file="2026-…json" target=bridge:ops-mail
 * }</pre>
 *
 * @param decision what was decided
 * @param details more pairs, in the order they are written; values are escaped when printed
 */
public record AuditEntry(Decision decision, Map<String, String> details) {

    /** What can become of a message. The names are stable, in lower case, in the log. */
    public enum Decision {
        /** It is in the inbox and its sender was told so. */
        RECEIVED,
        /** It is in quarantine, since nobody vouches for its sender, who was told that it was received. */
        QUARANTINED,
        /** It was turned away at the door, or is no message: what it is instead stays where it was put. */
        REFUSED,
        /** It was entered for its targets; one entry for each, or one without target if nobody is to get it. */
        DISPATCHED,
        /** The target has it. */
        DELIVERED,
        /** Its content is not for this target after all. */
        DROPPED,
        /** It will not be tried again unless an operator says so. */
        DEAD
    }

    /**
     * Copies the details in their order: it is the order of the printed line.
     *
     * @param decision the first pair
     * @param details the others; keys are words of ours, values any text
     */
    public AuditEntry {
        details = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /**
     * An entry without details yet.
     *
     * @param decision what was decided
     * @return the entry
     */
    public static AuditEntry of(Decision decision) {
        return new AuditEntry(decision, Map.of());
    }

    /**
     * The same with the message's id.
     *
     * @param id the message
     * @return a new entry
     */
    public AuditEntry id(MessageId id) {
        return with("id", id.value());
    }

    /**
     * The same with the sender's name.
     *
     * @param from a stranger's text
     * @return a new entry
     */
    public AuditEntry from(String from) {
        return with("from", from);
    }

    /**
     * The same with the file's base name.
     *
     * @param file a stranger's text
     * @return a new entry
     */
    public AuditEntry file(String file) {
        return with("file", file);
    }

    /**
     * The same with the target.
     *
     * @param target {@code bridge:…} or {@code peer:…}
     * @return a new entry
     */
    public AuditEntry target(String target) {
        return with("target", target);
    }

    /**
     * The same with the reason.
     *
     * @param reason one line
     * @return a new entry
     */
    public AuditEntry reason(String reason) {
        return with("reason", reason);
    }

    /**
     * The same with one more pair.
     *
     * @param key a word of ours
     * @param value any text; null adds nothing
     * @return a new entry
     */
    public AuditEntry with(String key, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(key, value);
        return new AuditEntry(decision, more);
    }

    /**
     * The line.
     *
     * @return {@code decision=… key=value …}, one harmless line
     */
    @Override
    public String toString() {
        LogLine line = new LogLine().with("decision", lowerCase(decision.name()));
        details.forEach(line::with);
        return line.toString();
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }
}
