package dev.openfused.gateway.channel.chat;

import dev.openfused.gateway.channel.chat.Markup.Piece;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text in pieces that fit a chat's limit. It is divided between paragraphs; one that is too long by itself between lines,
 * then words, then characters. Nothing of it is left out. Used once.
 */
final class TextPieces {
    private static final String GAP = "\n\n";

    private final Markup markup;
    private final int limit;
    private final List<String> pieces = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();

    private TextPieces(Markup markup, int limit) {
        this.markup = markup;
        this.limit = limit;
    }

    /**
     * Divides.
     *
     * @param text a stranger's
     * @param markup how to read it
     * @param limit in UTF-16 code units, of a piece in the chat's markup; at least 100
     * @return at least one piece, none blank
     */
    static List<String> of(String text, Markup markup, int limit) {
        TextPieces pieces = new TextPieces(markup, limit);
        markup.blocks(text).forEach(pieces::add);
        pieces.flush();
        return pieces.pieces.isEmpty() ? List.of(markup.plain("(no text)")) : pieces.pieces;
    }

    private void add(Piece block) {
        if (current.length() + GAP.length() + block.markup().length() > limit) {
            flush();
        }
        if (block.markup().length() <= limit) {
            current.append(current.isEmpty() ? "" : GAP).append(block.markup());
        } else {
            divide(block.source());
        }
    }

    private void divide(String source) {
        int start = 0;
        while (start < source.length()) {
            int end = cut(source, start);
            current.append(markup.plain(source.substring(start, end)));
            start = end;
            if (start < source.length()) {
                flush();
            }
        }
    }

    /** Where the longest part ends that begins there and fits: after a line, else a word, else a whole character. */
    private int cut(String source, int start) {
        int fits = start;
        int tooFar = Math.min(source.length(), start + limit) + 1;
        while (tooFar - fits > 1) {
            int middle = (fits + tooFar) >>> 1;
            if (markup.plain(source.substring(start, middle)).length() <= limit) {
                fits = middle;
            } else {
                tooFar = middle;
            }
        }
        if (fits == source.length()) {
            return fits;
        }
        int line = source.lastIndexOf('\n', fits - 1) + 1;
        int word = source.lastIndexOf(' ', fits - 1) + 1;
        int least = start + (fits - start) / 2; // a piece of a few words would help nobody
        return line > least ? line : word > least ? word : wholeCharacters(source, start, fits);
    }

    private static int wholeCharacters(String source, int start, int fits) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(source.substring(start, Math.min(source.length(), fits + 100)));
        int whole = characters.isBoundary(fits - start) ? fits - start : characters.preceding(fits - start);
        if (whole > 0) {
            return start + whole;
        }
        return Character.isLowSurrogate(source.charAt(fits)) ? fits - 1 : fits;
    }

    private void flush() {
        if (!current.toString().isBlank()) {
            pieces.add(current.toString());
        }
        current.setLength(0);
    }
}
