package dev.openfused.gateway.channel.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.channel.QuotedText;
import dev.openfused.gateway.channel.Wording;
import dev.openfused.gateway.keyring.OpenedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How one bridge's messages look in its chat. Immutable; the same message always makes the same posts. */
public abstract class ChatFormat {
    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Markup markup;
    private final int longest;
    private final Wording wording;

    /** How the sender's text is read. */
    public enum TextStyle {
        /** As CommonMark, shown in the chat's own markup. */
        MARKDOWN,
        /** As it is. */
        PLAIN
    }

    /**
     * What one bridge makes of texts.
     *
     * @param style how they are read
     * @param longest longest text of a post, in UTF-16 code units of the chat's markup
     * @param wording what is said of a message
     */
    public record Texts(TextStyle style, int longest, Wording wording) {}

    ChatFormat(Dialect dialect, Texts texts) {
        Function<Dialect, Markup> reader = texts.style() == TextStyle.MARKDOWN ? Markdown::new : PlainText::new;
        this.markup = reader.apply(dialect);
        this.longest = texts.longest();
        this.wording = texts.wording();
    }

    /**
     * Divides a message.
     *
     * @param message any opened message
     * @return its posts, at least one
     */
    public List<ChatPost> posts(OpenedMessage message) {
        List<String> pieces = TextPieces.of(QuotedText.harmless(wording.of(message)), markup, longest);
        List<ChatPost> posts = new ArrayList<>();
        for (String piece : pieces) {
            posts.add(new ChatPost(message, piece, posts.size() + 1, pieces.size()));
        }
        return posts;
    }

    /**
     * One post as the chat's service takes it.
     *
     * @param post what to say
     * @param first what the service called the first post of this message, or null: for the first, or if it did not say
     * @return the body of the call, JSON
     */
    public byte[] body(ChatPost post, @Nullable String first) {
        return json(post, first).toString().getBytes(UTF_8);
    }

    abstract ObjectNode json(ChatPost post, @Nullable String first);
}
