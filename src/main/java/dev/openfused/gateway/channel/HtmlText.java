package dev.openfused.gateway.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * A stranger's CommonMark as HTML for a mail. HTML in it is shown, not obeyed; a link shows where it leads, and only to the
 * web; an image is a link, since fetching it would tell the sender who read the mail and when.
 */
final class HtmlText {
    private static final int DEEPEST_BLOCK = 20;
    /** Inline markup nests as deep as a stranger likes, and a visitor's stack does not. */
    private static final int DEEPEST = 100;

    private static final Pattern WEB = Pattern.compile("(?i)https?://[^\\s\"<>]{1,2000}");

    private static final Parser PARSER = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .maxOpenBlockParsers(DEEPEST_BLOCK)
            .build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .escapeHtml(true)
            .softbreak("<br>\n")
            .nodeRendererFactory(OpenLinks::new)
            .build();

    private HtmlText() {}

    /** Blocks of HTML; a block that nests too deep to be anybody's honest writing is shown as it was written. */
    static String ofMarkdown(String text) {
        StringBuilder html = new StringBuilder();
        for (Node block = PARSER.parse(text).getFirstChild(); block != null; block = block.getNext()) {
            html.append(
                    isTooDeep(block)
                            ? "<p style=\"white-space:pre-wrap\">" + escaped(source(block, text)) + "</p>\n"
                            : RENDERER.render(block));
        }
        return html.toString();
    }

    private static String source(Node block, String text) {
        StringBuilder source = new StringBuilder();
        block.getSourceSpans()
                .forEach(span -> source.append(text, span.getInputIndex(), span.getInputIndex() + span.getLength())
                        .append('\n'));
        return source.toString();
    }

    /** The text itself. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static boolean isTooDeep(Node block) {
        Depth depth = new Depth();
        block.accept(depth);
        return depth.exceeded;
    }

    private static final class Depth extends AbstractVisitor {
        private int depth;
        private boolean exceeded;

        @Override
        protected void visitChildren(Node parent) {
            if (++depth > DEEPEST) {
                exceeded = true;
            } else {
                super.visitChildren(parent);
            }
            depth--;
        }
    }

    /** Links and images: the label, and beside it where it leads. */
    private static final class OpenLinks implements NodeRenderer {
        private final HtmlNodeRendererContext context;
        private final HtmlWriter html;

        OpenLinks(HtmlNodeRendererContext context) {
            this.context = context;
            this.html = context.getWriter();
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Link.class, Image.class);
        }

        @Override
        public void render(Node node) {
            String destination = node instanceof Link link ? link.getDestination() : ((Image) node).getDestination();
            if (node.getFirstChild() != null && !isItsOwnLabel(node, destination)) {
                for (Node label : children(node)) {
                    context.render(label);
                }
                html.text(" (");
                address(destination);
                html.text(")");
            } else {
                address(destination);
            }
        }

        private static boolean isItsOwnLabel(Node node, String destination) {
            Node only = node.getFirstChild();
            return only == node.getLastChild()
                    && only instanceof Text text
                    && text.getLiteral().equals(destination);
        }

        private static List<Node> children(Node node) {
            List<Node> all = new ArrayList<>();
            for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
                all.add(child);
            }
            return all;
        }

        private void address(String destination) {
            if (WEB.matcher(destination).matches()) {
                Map<String, String> attributes = new LinkedHashMap<>();
                attributes.put("rel", "noreferrer nofollow");
                attributes.put("href", context.encodeUrl(destination));
                html.tag("a", attributes);
                html.text(destination);
                html.tag("/a");
            } else {
                html.text(destination);
            }
        }
    }
}
