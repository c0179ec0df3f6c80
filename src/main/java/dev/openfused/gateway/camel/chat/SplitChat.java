package dev.openfused.gateway.camel.chat;

import dev.openfused.gateway.channel.chat.ChatPost;
import dev.openfused.gateway.keyring.OpenedMessage;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Route step {@code splitChat}: an {@link OpenedMessage} comes in; its posts go out, in order, those left out that the chat
 * took in an earlier try.
 */
public final class SplitChat implements Processor {
    private final ChatParts bridges;

    /**
     * The step.
     *
     * @param bridges how each bridge's posts look
     */
    public SplitChat(ChatParts bridges) {
        this.bridges = bridges;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        OpenedMessage message = exchange.getMessage().getMandatoryBody(OpenedMessage.class);
        ChatRun run = ChatRun.begin(exchange);
        List<ChatPost> posts = bridges.line(exchange).format().posts(message);
        exchange.getMessage()
                .setBody(posts.stream().filter(p -> !run.has(p.number())).toList());
    }
}
