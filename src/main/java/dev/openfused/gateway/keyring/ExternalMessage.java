package dev.openfused.gateway.keyring;

import dev.openfused.gateway.message.VisibleText;

/**
 * The wrapper in which language models see a message (protocol section 2): all values escaped, so that no text can close
 * it or claim a standing of its own.
 */
public final class ExternalMessage {
    private static final int ENOUGH = 300; // for the tags

    private ExternalMessage() {}

    /**
     * Wraps a message.
     *
     * @param message any opened message
     * @return {@code <external_message …>}, a line feed, the escaped text, a line feed, {@code </external_message>};
     *     control characters of the text are as they came, so a terminal wants {@link VisibleText#lines}
     */
    public static String wrap(OpenedMessage message) {
        Standing standing = message.standing();
        StringBuilder out = new StringBuilder(message.text().length() + ENOUGH).append("<external_message");
        attribute(out, "from", message.from());
        attribute(out, "verified", Boolean.toString(standing.verified()));
        if (message.hasEnvelope()) {
            attribute(out, "trusted", Boolean.toString(standing.trusted()));
            attribute(out, "subscribed", Boolean.toString(standing.subscribed()));
        }
        attribute(out, "time", message.timestamp());
        attribute(out, "status", standing.status());
        Relationship relationship = standing.relationship();
        if (relationship != null) {
            attribute(out, "relationship", relationship.json());
        }
        String note = standing.note();
        if (note != null) {
            attribute(out, "note", note);
        }
        out.append(">\n");
        escape(out, message.text());
        return out.append("\n</external_message>").toString();
    }

    private static void attribute(StringBuilder out, String name, String value) {
        out.append(' ').append(name).append("=\"");
        // A file name may hold a line break; a line of its own would stand in the listing like one of ours.
        escape(out, VisibleText.lines(value).replace("\n", "\\u{a}"));
        out.append('"');
    }

    private static void escape(StringBuilder out, String text) {
        char[] chars = text.toCharArray();
        int copied = 0;
        for (int i = 0; i < chars.length; i++) {
            char c = chars[i];
            // Letters are told first: they are nearly all.
            if (c <= '>' && (c == '&' || c == '"' || c == '<' || c == '>')) {
                out.append(chars, copied, i - copied).append(entity(c));
                copied = i + 1;
            }
        }
        out.append(copied == 0 ? text : text.substring(copied));
    }

    private static String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '"' -> "&quot;";
            case '<' -> "&lt;";
            default -> "&gt;";
        };
    }
}
