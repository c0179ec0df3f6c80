package dev.openfused.gateway.channel;

import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.VisibleText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came in from a channel, on its way to agents.
 *
 * @param channel the bridge's name
 * @param kind what it connects to, such as {@code webhook}
 * @param sender who is said to have written it, or null; a stranger's text
 * @param authentication how whoever delivered it proved itself
 * @param answers which of our messages it answers, as the channel calls them, the likeliest first; a stranger's word
 * @param text what was written; a stranger's text
 */
public record ChannelMessage(
        String channel,
        String kind,
        @Nullable String sender,
        Authentication authentication,
        List<String> answers,
        String text) {
    /**
     * Copies the list.
     *
     * @param channel for agents and for the log
     * @param kind for agents
     * @param sender not believed
     * @param authentication what is believed
     * @param answers copied
     * @param text not believed
     */
    public ChannelMessage {
        answers = List.copyOf(answers);
    }

    /**
     * What answers nothing.
     *
     * @param channel the bridge's name
     * @param kind what it connects to
     * @param sender who is said to have written it, or null
     * @param authentication how whoever delivered it proved itself
     * @param text what was written
     */
    public ChannelMessage(
            String channel, String kind, @Nullable String sender, Authentication authentication, String text) {
        this(channel, kind, sender, authentication, List.of(), text);
    }

    /**
     * How whoever delivered a message proved itself to the channel.
     *
     * @param words what agents are told, the end of "Caller authenticated:"
     */
    public record Authentication(String words) {
        /** A bearer token: whoever has seen it once can use it. */
        public static final Authentication TOKEN = new Authentication("by this channel's token");

        /** A signature over the call. */
        public static final Authentication SIGNATURE = new Authentication("by a signature with this channel's secret");

        /** Whoever can write there, such as to a broker's queue or a directory. */
        public static final Authentication ACCESS = new Authentication("by access to this channel, no more");

        /** Anybody can send a mail in anybody's name. */
        public static final Authentication NONE =
                new Authentication("not at all; a mail can be written in anybody's name");
    }

    /**
     * What agents read: lines by the gateway that name channel, sender, proof and what is answered, then the text with a
     * bar before each of its lines, so that it can't imitate those. It holds no character that {@code <external_message>}
     * has to escape but those that are in the text.
     *
     * @param answered the message that it answers, if that is known
     * @return the text to seal; nothing is cut
     */
    public String forAgents(@Nullable MessageId answered) {
        String said = sender == null ? "Sender: not named" : "Sender, as the caller says: " + VisibleText.of(sender);
        return "Channel: " + channel + " (" + kind + ")\n"
                + said + '\n'
                + "Caller authenticated: " + VisibleText.of(authentication.words()) + '\n'
                + (answered == null ? "" : "In reply to: message " + answered.value() + '\n')
                + QuotedText.of(text);
    }
}
