package dev.openfused.gateway.channel.chat;

import java.util.regex.Pattern;

/** The Markdown that Mattermost, Rocket.Chat, Discord and Teams have in common. */
final class ChatMarkdown implements Dialect {
    private static final String FENCE = "```";
    private static final Pattern SIGNS = Pattern.compile("[\\\\`*_\\[\\]~|<>]");
    private static final Pattern LINE_STARTS = Pattern.compile("(?m)^([ \\t]*)([-+#=]|\\d{1,9}(?=[.)]))");

    private final boolean mentions;

    /**
     * The dialect of one chat.
     *
     * @param mentions whether an at sign calls somebody, wherever it stands, so that it has to be kept from that
     */
    ChatMarkdown(boolean mentions) {
        this.mentions = mentions;
    }

    @Override
    public String text(String literal) {
        String escaped = SIGNS.matcher(literal).replaceAll("\\\\$0");
        escaped = LINE_STARTS.matcher(escaped).replaceAll(m -> {
            String sign = m.group(2);
            // A number would lose its dot's meaning only if the dot is escaped, which stands behind it.
            return Character.isDigit(sign.charAt(0)) ? m.group(1) + sign + "\\\\" : m.group(1) + "\\\\" + sign;
        });
        return mentions ? Mentions.disarmed(escaped) : escaped;
    }

    @Override
    public String strong(String markup) {
        return "**" + markup + "**";
    }

    @Override
    public String emphasis(String markup) {
        return '*' + markup + '*';
    }

    @Override
    public String code(String literal) {
        return literal.contains("`") ? text(literal) : '`' + literal + '`';
    }

    /** Not every chat knows longer fences, so code that holds one is plain text. */
    @Override
    public String codeBlock(String literal) {
        return literal.contains(FENCE) ? text(literal) : FENCE + '\n' + literal + '\n' + FENCE;
    }

    @Override
    public String address(String url) {
        return '<' + url + '>';
    }

    @Override
    public String quoteMark() {
        return "> ";
    }
}
