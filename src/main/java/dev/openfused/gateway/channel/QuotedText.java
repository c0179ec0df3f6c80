package dev.openfused.gateway.channel;

import dev.openfused.gateway.message.VisibleText;

/**
 * A stranger's text set apart: each line begins with a bar, so that no line of it can pass for one of ours. Line breaks of
 * any kind make a new line; other control and invisible characters are shown, nothing is cut.
 */
public final class QuotedText {
    private QuotedText() {}

    /**
     * Sets a text apart.
     *
     * @param text a stranger's
     * @return each line with a bar before it
     */
    public static String of(String text) {
        return "| " + harmless(text).replace("\n", "\n| ");
    }

    /**
     * The text without bars: what can reorder, hide or overwrite what people see is shown as {@code \\u{…}}.
     *
     * @param text a stranger's
     * @return harmless lines
     */
    public static String harmless(String text) {
        return VisibleText.lines(text.replaceAll("\\R", "\n"));
    }
}
