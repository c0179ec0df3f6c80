package dev.openfused.gateway.channel.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.channel.SlackThread;
import org.jspecify.annotations.Nullable;

/**
 * Slack's Block Kit: the head is a block of ours, the sender's text stands in an attachment with a coloured bar at its left,
 * which no text can draw. Further pieces are replies to the first, where the service says how it called that.
 *
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks">Blocks and their limits</a>
 */
public final class SlackFormat extends ChatFormat {
    /** The longest text of a section block. */
    public static final int LONGEST = 3000;

    private final @Nullable String channel;

    /**
     * The posts of one bridge.
     *
     * @param texts what the bridge makes of texts; in characters; at most {@link #LONGEST}
     * @param channel the channel's id for {@code chat.postMessage}; null for an incoming webhook, which has its own
     */
    public SlackFormat(Texts texts, @Nullable String channel) {
        super(new SlackMrkdwn(), texts);
        this.channel = channel;
    }

    @Override
    ObjectNode json(ChatPost post, @Nullable String first) {
        ObjectNode json = JSON.objectNode();
        if (channel != null) {
            json.put("channel", channel);
            if (first != null) {
                json.put("thread_ts", SlackThread.ts(first));
            }
        }
        json.put("text", new SlackMrkdwn().text(post.head())); // shown in notifications
        ObjectNode head = json.putArray("blocks").addObject().put("type", "section");
        head.putObject("text")
                .put("type", "plain_text")
                .put("text", post.head())
                .put("emoji", false);
        ObjectNode bar = json.putArray("attachments")
                .addObject()
                .put("color", post.colour().hex());
        var blocks = bar.putArray("blocks");
        blocks.addObject()
                .put("type", "section")
                .putObject("text")
                .put("type", "mrkdwn")
                .put("text", post.text())
                .put("verbatim", true); // else names that merely look like mentions would be linked
        blocks.addObject()
                .put("type", "context")
                .putArray("elements")
                .addObject()
                .put("type", "plain_text")
                .put("text", post.foot())
                .put("emoji", false);
        return json.put("unfurl_links", false).put("unfurl_media", false);
    }
}
