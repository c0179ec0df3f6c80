package dev.openfused.gateway.channel.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A Discord embed: its author and footer are ours, its description is the sender's. No mention in it calls anybody.
 *
 * @see <a href="https://docs.discord.com/developers/resources/message#embed-object-embed-limits">Embed limits</a>
 */
public final class DiscordFormat extends ChatFormat {
    /** The longest description; 6,000 characters hold for an embed as a whole. */
    public static final int LONGEST = 4096;

    private static final int LONGEST_AUTHOR = 256;

    /**
     * The posts of one bridge.
     *
     * @param texts what the bridge makes of texts; in characters; at most {@link #LONGEST}
     */
    public DiscordFormat(Texts texts) {
        super(new ChatMarkdown(false), texts);
    }

    @Override
    ObjectNode json(ChatPost post, @Nullable String first) {
        ObjectNode json = JSON.objectNode();
        ObjectNode embed = json.putArray("embeds")
                .addObject()
                .put("color", post.colour().rgb())
                .put("description", post.text());
        embed.putObject("author").put("name", shortened(post.head()));
        embed.putObject("footer").put("text", post.foot());
        json.putObject("allowed_mentions").putArray("parse");
        return json;
    }

    /** Names of verified senders are short; what a stranger calls himself may be not. The badges stay. */
    private static String shortened(String head) {
        int excess = head.length() - LONGEST_AUTHOR;
        if (excess <= 0) {
            return head;
        }
        int badges = head.lastIndexOf("  [");
        int kept = Math.max(0, badges - excess - 1);
        return head.substring(0, kept == 0 ? 0 : head.offsetByCodePoints(0, head.codePointCount(0, kept)))
                + '…'
                + head.substring(badges);
    }
}
