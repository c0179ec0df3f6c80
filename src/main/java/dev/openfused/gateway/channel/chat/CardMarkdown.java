package dev.openfused.gateway.channel.chat;

/**
 * The little Markdown that a text of an Adaptive Card knows: bold, italics, lists and links, but no code.
 *
 * @see <a href="https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features">Text features</a>
 */
final class CardMarkdown implements Dialect {
    private final Dialect markdown = new ChatMarkdown(false);

    @Override
    public String text(String literal) {
        return markdown.text(literal);
    }

    @Override
    public String strong(String markup) {
        return markdown.strong(markup);
    }

    @Override
    public String emphasis(String markup) {
        return markdown.emphasis(markup);
    }

    @Override
    public String code(String literal) {
        return text(literal);
    }

    @Override
    public String codeBlock(String literal) {
        return text(literal);
    }

    /** Parentheses would end it. */
    @Override
    public String address(String url) {
        return '[' + text(url) + "](" + url.replace("(", "%28").replace(")", "%29") + ')';
    }

    @Override
    public String quoteMark() {
        return text("> ");
    }
}
