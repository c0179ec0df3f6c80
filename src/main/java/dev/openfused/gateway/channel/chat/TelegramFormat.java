package dev.openfused.gateway.channel.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A Telegram message in HTML: head and foot are ours, the sender's text is a quotation between them. Further pieces are
 * replies to the first.
 *
 * @see <a href="https://core.telegram.org/bots/api#sendmessage">sendMessage</a>
 */
public final class TelegramFormat extends ChatFormat {
    /** A message takes 4,096 characters without its markup; the rest is for head and foot. */
    public static final int LONGEST = 3500;

    private final Dialect dialect = new TelegramHtml();
    private final String chat;

    /**
     * The posts of one bridge.
     *
     * @param texts what the bridge makes of texts; in characters with their markup; at most {@link #LONGEST}
     * @param chat the chat's id, or {@code @channel}
     */
    public TelegramFormat(Texts texts, String chat) {
        super(new TelegramHtml(), texts);
        this.chat = chat;
    }

    @Override
    ObjectNode json(ChatPost post, @Nullable String first) {
        String text = dialect.strong(dialect.text(post.head())) + "\n<blockquote>" + post.text() + "</blockquote>\n"
                + dialect.emphasis(dialect.text(post.foot()));
        ObjectNode json =
                JSON.objectNode().put("chat_id", chat).put("text", text).put("parse_mode", "HTML");
        json.putObject("link_preview_options").put("is_disabled", true);
        if (first != null) {
            json.putObject("reply_parameters")
                    .put("message_id", Long.parseLong(first))
                    .put("allow_sending_without_reply", true);
        }
        return json;
    }
}
