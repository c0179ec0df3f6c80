package dev.openfused.gateway.channel.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.commonmark.node.Block;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A stranger's text as CommonMark, block by block, in the markup of a chat. What is no block of its own in Markdown
 * (HTML, definitions of links) is text: nothing that was written disappears, and no link hides where it leads.
 */
final class Markdown implements Markup {
    private static final int DEEPEST = 20;
    /** Not thread-safe by contract only in its builder: a built parser is. */
    private static final Parser PARSER = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .maxOpenBlockParsers(DEEPEST)
            .build();

    private final Dialect dialect;

    Markdown(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<Piece> blocks(String text) {
        List<Piece> blocks = new ArrayList<>();
        for (Node node = PARSER.parse(text).getFirstChild(); node != null; node = node.getNext()) {
            blocks.add(block((Block) node, text));
        }
        return blocks;
    }

    private Piece block(Block node, String text) {
        String source = node.getSourceSpans().stream()
                .map(span -> text.substring(span.getInputIndex(), span.getInputIndex() + span.getLength()))
                .collect(Collectors.joining("\n"));
        return new Piece(source, MarkdownRenderer.render(node, dialect).orElseGet(() -> dialect.text(source)));
    }

    @Override
    public String plain(String text) {
        return dialect.text(text);
    }
}
