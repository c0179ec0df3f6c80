package dev.openfused.gateway.channel.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What Mattermost and Rocket.Chat take: the older attachments of Slack, with Markdown in them.
 *
 * @see <a href="https://developers.mattermost.com/integrate/reference/message-attachments/">Message attachments</a>
 */
public final class MattermostFormat extends ChatFormat {
    /** Rocket.Chat's default for a message; Mattermost takes 16,383. */
    public static final int LONGEST = 5000;

    private final Dialect dialect = new ChatMarkdown(true);

    /**
     * The posts of one bridge.
     *
     * @param texts what the bridge makes of texts; in characters
     */
    public MattermostFormat(Texts texts) {
        super(new ChatMarkdown(true), texts);
    }

    @Override
    ObjectNode json(ChatPost post, @Nullable String first) {
        ObjectNode json = JSON.objectNode().put("text", dialect.strong(dialect.text(post.head())));
        json.putArray("attachments")
                .addObject()
                .put("fallback", post.head())
                .put("color", post.colour().hex())
                .put("text", post.text())
                .put("footer", post.foot());
        return json;
    }
}
