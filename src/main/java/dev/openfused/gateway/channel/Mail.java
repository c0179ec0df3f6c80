package dev.openfused.gateway.channel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail ready to be sent. No value holds a line break or another control character, except the two parts.
 *
 * @param from the From header, fixed by the bridge
 * @param replyTo where answers go; null: to the sender
 * @param to the recipients' addresses
 * @param subject one line
 * @param messageId {@code <…>}, the same at each try
 * @param listId {@code <…>}
 * @param text the plain part
 * @param html the HTML part
 */
public record Mail(
        String from,
        @Nullable String replyTo,
        List<String> to,
        String subject,
        String messageId,
        String listId,
        String text,
        String html) {
    /**
     * Copies the recipients; that no value holds a line break is the formatter's to see to.
     *
     * @param from an address with or without a name
     * @param replyTo an address, or null
     * @param to at least one address
     * @param subject not yet encoded for the wire
     * @param messageId with its angle brackets
     * @param listId with its angle brackets
     * @param text lines end with a line feed
     * @param html a whole document
     */
    public Mail {
        to = List.copyOf(to);
    }

    /**
     * Its headers, besides {@code Date} and those that describe the parts.
     *
     * @return values by name, not yet encoded; a header of this name that is already there is to be replaced
     */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("From", from);
        headers.put("To", String.join(", ", to));
        if (replyTo != null) {
            headers.put("Reply-To", replyTo);
        }
        headers.put("Subject", subject);
        headers.put("Message-ID", messageId);
        headers.put("List-Id", listId);
        headers.put("Auto-Submitted", "auto-generated");
        return headers;
    }
}
