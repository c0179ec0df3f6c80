package dev.openfused.gateway.message;

/** Strangers' text made harmless for terminals, logs, subjects and one-line errors. */
public final class VisibleText {
    private static final int LONGEST = 200;

    private VisibleText() {}

    /**
     * One line with every control, format (bidirectional overrides too), private-use and unassigned character shown as
     * {@code \\u{…}}; cut at 200 characters with an ellipsis.
     *
     * @param text any text
     * @return one harmless line
     */
    public static String of(String text) {
        StringBuilder out = new StringBuilder();
        int shown = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (shown++ == LONGEST) {
                return out.append('…').toString();
            }
            append(out, c);
        }
        return out.toString();
    }

    /**
     * The same for text of several lines: line feeds and tabs stay, nothing is cut.
     *
     * @param text any text
     * @return harmless lines
     */
    public static String lines(String text) {
        return isPlain(text) ? text : escapedLines(text);
    }

    /** Most text is: printable ASCII in lines. In an array, as each call for a character costs more than looking at it. */
    private static boolean isPlain(String text) {
        for (char c : text.toCharArray()) {
            if (c > '~' || (c < ' ' && c != '\n' && c != '\t')) {
                return false;
            }
        }
        return true;
    }

    private static String escapedLines(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n' || c == '\t') {
                out.append((char) c);
            } else {
                append(out, c);
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, int c) {
        if (isHarmless(c)) {
            out.appendCodePoint(c);
        } else {
            out.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> c == 0x200D; // joins emoji
            default -> true;
        };
    }
}
