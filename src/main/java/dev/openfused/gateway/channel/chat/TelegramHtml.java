package dev.openfused.gateway.channel.chat;

/**
 * Telegram's {@code HTML} parse mode. An at sign before a name calls its owner there.
 *
 * @see <a href="https://core.telegram.org/bots/api#html-style">HTML style</a>
 */
final class TelegramHtml implements Dialect {
    private static String escaped(String literal) {
        return literal.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String text(String literal) {
        return Mentions.disarmed(escaped(literal));
    }

    @Override
    public String strong(String markup) {
        return "<b>" + markup + "</b>";
    }

    @Override
    public String emphasis(String markup) {
        return "<i>" + markup + "</i>";
    }

    @Override
    public String code(String literal) {
        return "<code>" + escaped(literal) + "</code>";
    }

    @Override
    public String codeBlock(String literal) {
        return "<pre>" + escaped(literal) + "</pre>";
    }

    @Override
    public String address(String url) {
        return "<a href=\"" + escaped(url) + "\">" + escaped(url) + "</a>";
    }

    /** Quotations can't stand in one another there, and the whole text is one. */
    @Override
    public String quoteMark() {
        return "&gt; ";
    }
}
