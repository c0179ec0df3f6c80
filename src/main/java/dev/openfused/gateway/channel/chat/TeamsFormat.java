package dev.openfused.gateway.channel.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * An Adaptive Card as the Workflows webhook of Microsoft Teams takes it: head and foot are texts of ours, the sender's text
 * stands between them in a box that no text can draw.
 *
 * @see <a href="https://adaptivecards.io/explorer/AdaptiveCard.html">Adaptive Card 1.4</a>
 */
public final class TeamsFormat extends ChatFormat {
    /** Teams takes 28 KB for a card; a character is at most four bytes, and JSON escapes few of them. */
    public static final int LONGEST = 6000;

    private final Dialect dialect = new CardMarkdown();

    /**
     * The posts of one bridge.
     *
     * @param texts what the bridge makes of texts; in characters; at most {@link #LONGEST}
     */
    public TeamsFormat(Texts texts) {
        super(new CardMarkdown(), texts);
    }

    @Override
    ObjectNode json(ChatPost post, @Nullable String first) {
        ObjectNode json = JSON.objectNode().put("type", "message");
        ObjectNode card = json.putArray("attachments")
                .addObject()
                .put("contentType", "application/vnd.microsoft.card.adaptive")
                .putObject("content")
                .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4");
        ArrayNode body = card.putArray("body");
        text(body, dialect.text(post.head())).put("weight", "Bolder").put("color", colour(post));
        ObjectNode box = body.addObject().put("type", "Container").put("style", "emphasis");
        // A single line end is a space in the Markdown of cards.
        text(box.putArray("items"), post.text().replace("\n", "\n\n"));
        text(body, dialect.text(post.foot())).put("size", "Small").put("isSubtle", true);
        return json;
    }

    private static ObjectNode text(ArrayNode items, String text) {
        return items.addObject().put("type", "TextBlock").put("text", text).put("wrap", true);
    }

    private static String colour(ChatPost post) {
        return switch (post.colour()) {
            case TRUSTED -> "Good";
            case KNOWN -> "Warning";
            case UNVERIFIED -> "Attention";
        };
    }
}
