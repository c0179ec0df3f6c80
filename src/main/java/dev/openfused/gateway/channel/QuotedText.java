package dev.openfused.gateway.channel;

import dev.openfused.gateway.message.VisibleText;

/**
 * A stranger's text set apart: each line begins with a bar, so that no line of it can pass for one of ours. Line breaks of
 * any kind make a new line; other control and invisible characters are shown, nothing is cut.
 */
final class QuotedText {
    private QuotedText() {}

    static String of(String text) {
        return "| " + harmless(text).replace("\n", "\n| ");
    }

    /** The text without bars: what can reorder, hide or overwrite what people see is shown as {@code \\u{…}}. */
    static String harmless(String text) {
        return VisibleText.lines(text.replaceAll("\\R", "\n"));
    }
}
