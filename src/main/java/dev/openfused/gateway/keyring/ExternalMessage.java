package dev.openfused.gateway.keyring;

import dev.openfused.gateway.message.VisibleText;

/**
 * The wrapper in which language models see a message (protocol section 2): all values escaped, so that no text can close
 * it or claim a standing of its own.
 */
public final class ExternalMessage {
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
        StringBuilder out = new StringBuilder("<external_message");
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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.append(c);
            }
        }
    }
}
