package dev.openfused.gateway.channel.chat;

import java.util.List;

/** How a stranger's text is read: as Markdown or as it is. */
interface Markup {
    /**
     * A part of a text that belongs together, such as a paragraph.
     *
     * @param source as it was written
     * @param markup as the chat shows it
     */
    record Piece(String source, String markup) {}

    /** All of a text, in order; a blank line stands between two blocks. */
    List<Piece> blocks(String text);

    /** A part of a block, cut out of it, that shows as it is. */
    String plain(String text);
}
