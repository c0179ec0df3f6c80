package dev.openfused.gateway.channel.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A stranger's text as it is, paragraph by paragraph. */
final class PlainText implements Markup {
    private static final Pattern PARAGRAPH_END = Pattern.compile("\\n[ \\t]*\\n");

    private final Dialect dialect;

    PlainText(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<Piece> blocks(String text) {
        List<Piece> blocks = new ArrayList<>();
        for (String paragraph : PARAGRAPH_END.split(text)) {
            blocks.add(new Piece(paragraph, plain(paragraph)));
        }
        return blocks;
    }

    @Override
    public String plain(String text) {
        return dialect.text(text);
    }
}
