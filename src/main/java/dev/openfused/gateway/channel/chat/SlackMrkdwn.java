package dev.openfused.gateway.channel.chat;

/**
 * Slack's {@code mrkdwn}. A mention needs an angle bracket there, so none survives the escaping.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">Formatting message text</a>
 */
final class SlackMrkdwn implements Dialect {
    private static final String FENCE = "```";

    @Override
    public String text(String literal) {
        return literal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String strong(String markup) {
        return '*' + markup + '*';
    }

    @Override
    public String emphasis(String markup) {
        return '_' + markup + '_';
    }

    /** There is no way to write a backtick inside code, so such code is plain text. */
    @Override
    public String code(String literal) {
        return literal.contains("`") ? text(literal) : '`' + text(literal) + '`';
    }

    @Override
    public String codeBlock(String literal) {
        return literal.contains(FENCE) ? text(literal) : FENCE + '\n' + text(literal) + '\n' + FENCE;
    }

    @Override
    public String address(String url) {
        return '<' + text(url) + '>';
    }

    @Override
    public String quoteMark() {
        return "&gt; ";
    }
}
