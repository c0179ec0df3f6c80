package dev.openfused.gateway.camel.chat;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.channel.chat.ChatPost;
import dev.openfused.gateway.settings.Secret;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** Route step {@code formatChat}: a {@link ChatPost} comes in; the call goes out, address and credentials with it. */
public final class FormatChat implements Processor {
    /** The number of the post that a call is about. */
    static final String NUMBER = "OpenFuseChatPost";

    private final ChatParts bridges;

    /**
     * The step.
     *
     * @param bridges how each bridge's posts look, and where they go
     */
    public FormatChat(ChatParts bridges) {
        this.bridges = bridges;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        OpenFuseHeaders.dropOthers(message);
        ChatPost post = message.getMandatoryBody(ChatPost.class);
        ChatLine line = bridges.line(exchange);
        message.setBody(line.format().body(post, ChatRun.of(exchange).first().orElse(null)));
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.HTTP_URI, line.address().get());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json; charset=utf-8");
        @Nullable Secret token = line.token();
        if (token != null) {
            message.setHeader("Authorization", "Bearer " + token.revealCurrent());
        }
        exchange.setProperty(NUMBER, post.number());
        exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true); // a small answer may unpack to a huge one
    }
}
