package dev.openfused.gateway.channel.chat;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/** One block of a stranger's Markdown in a chat's markup. Used once. */
final class MarkdownRenderer extends AbstractVisitor {
    /** Inline markup nests as deep as a stranger likes, and a visitor's stack does not. */
    private static final int DEEPEST = 100;

    private static final String RULE = "———";

    private final Dialect dialect;
    private StringBuilder out = new StringBuilder();
    private int depth;
    private boolean tooDeep;

    private MarkdownRenderer(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Empty if it nests too deep to be anybody's honest writing. */
    static Optional<String> render(Node block, Dialect dialect) {
        MarkdownRenderer renderer = new MarkdownRenderer(dialect);
        block.accept(renderer);
        return renderer.tooDeep ? Optional.empty() : Optional.of(renderer.out.toString());
    }

    @Override
    protected void visitChildren(Node parent) {
        if (++depth > DEEPEST) {
            tooDeep = true;
        } else {
            super.visitChildren(parent);
        }
        depth--;
    }

    private String inside(Node parent) {
        StringBuilder around = out;
        out = new StringBuilder();
        visitChildren(parent);
        String inner = out.toString();
        out = around;
        return inner;
    }

    private void wrapped(Node node, UnaryOperator<String> markup) {
        String inner = inside(node);
        out.append(inner.isBlank() ? inner : markup.apply(inner));
    }

    /** Blocks inside others stand apart from what precedes them. */
    private void beginBlock(Node block) {
        if (block.getPrevious() != null && !out.isEmpty()) {
            out.append(isTight(block) ? "\n" : "\n\n");
        }
    }

    private static boolean isTight(Node block) {
        for (Node node = block; node != null; node = node.getParent()) {
            if (node instanceof ListBlock list) {
                return list.isTight();
            }
        }
        return false;
    }

    @Override
    public void visit(Paragraph paragraph) {
        beginBlock(paragraph);
        visitChildren(paragraph);
    }

    @Override
    public void visit(Heading heading) {
        beginBlock(heading);
        wrapped(heading, dialect::strong);
    }

    @Override
    public void visit(ThematicBreak rule) {
        beginBlock(rule);
        out.append(RULE);
    }

    @Override
    public void visit(BlockQuote quote) {
        beginBlock(quote);
        out.append(indented(inside(quote), dialect.quoteMark(), dialect.quoteMark()));
    }

    @Override
    public void visit(BulletList list) {
        beginBlock(list);
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            item(item, "• ", list.isTight());
        }
    }

    @Override
    public void visit(OrderedList list) {
        beginBlock(list);
        int number = list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber();
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            item(item, dialect.text(number + ". "), list.isTight());
            number++;
        }
    }

    private void item(Node item, String mark, boolean tight) {
        if (item.getPrevious() != null) {
            out.append(tight ? "\n" : "\n\n");
        }
        out.append(indented(inside(item), mark, "    "));
    }

    @Override
    public void visit(ListItem item) {
        visitChildren(item);
    }

    private static String indented(String markup, String first, String others) {
        return first + markup.replace("\n", '\n' + others);
    }

    @Override
    public void visit(FencedCodeBlock block) {
        beginBlock(block);
        out.append(dialect.codeBlock(withoutLastLineEnd(block.getLiteral())));
    }

    @Override
    public void visit(IndentedCodeBlock block) {
        beginBlock(block);
        out.append(dialect.codeBlock(withoutLastLineEnd(block.getLiteral())));
    }

    @Override
    public void visit(HtmlBlock html) {
        beginBlock(html);
        out.append(dialect.text(html.getLiteral()));
    }

    @Override
    public void visit(LinkReferenceDefinition definition) {
        beginBlock(definition);
        out.append(dialect.text('[' + definition.getLabel() + "]: "));
        leadTo(definition.getDestination(), definition.getTitle());
    }

    @Override
    public void visit(Text text) {
        out.append(dialect.text(text.getLiteral()));
    }

    @Override
    public void visit(SoftLineBreak lineBreak) {
        out.append('\n');
    }

    @Override
    public void visit(HardLineBreak lineBreak) {
        out.append('\n');
    }

    @Override
    public void visit(Emphasis emphasis) {
        wrapped(emphasis, dialect::emphasis);
    }

    @Override
    public void visit(StrongEmphasis strong) {
        wrapped(strong, dialect::strong);
    }

    @Override
    public void visit(Code code) {
        out.append(dialect.code(code.getLiteral()));
    }

    @Override
    public void visit(HtmlInline html) {
        out.append(dialect.text(html.getLiteral()));
    }

    @Override
    public void visit(Link link) {
        link(link, link.getDestination(), link.getTitle());
    }

    @Override
    public void visit(Image image) {
        link(image, image.getDestination(), image.getTitle());
    }

    /** Where a link leads stands beside it: a label can lie. */
    private void link(Node link, String destination, @Nullable String title) {
        String label = inside(link);
        if (label.isBlank() || label.equals(dialect.text(destination))) {
            leadTo(destination, title);
        } else {
            out.append(label).append(dialect.text(" ("));
            leadTo(destination, title);
            out.append(dialect.text(")"));
        }
    }

    private void leadTo(String destination, @Nullable String title) {
        out.append(WebAddress.isHarmless(destination) ? dialect.address(destination) : dialect.text(destination));
        if (title != null && !title.isBlank()) {
            out.append(dialect.text(" \"" + title + '"'));
        }
    }

    private static String withoutLastLineEnd(String literal) {
        return literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
    }
}
