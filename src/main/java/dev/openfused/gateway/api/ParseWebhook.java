package dev.openfused.gateway.api;

import static java.util.Objects.requireNonNull;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.WebhookIn;
import dev.openfused.gateway.bridge.WebhookIn.Format;
import dev.openfused.gateway.channel.ChannelMessage;
import dev.openfused.gateway.channel.ChannelMessage.Authentication;
import dev.openfused.gateway.channel.IncomingWebhook;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.receive.ChannelReceiver;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** Route step {@code parseWebhook}: the body, JSON or text, becomes a {@link ChannelMessage}. */
public final class ParseWebhook implements Processor {
    private final CalledBridge bridges;
    private final ChannelReceiver receiver;

    /**
     * The step.
     *
     * @param bridges finds the bridge that is called
     * @param receiver knows what we sent ourselves
     */
    public ParseWebhook(CalledBridge bridges, ChannelReceiver receiver) {
        this.bridges = bridges;
        this.receiver = receiver;
    }

    @Override
    public void process(Exchange exchange) throws RequestRefusedException, RejectedMessageException {
        Bridge bridge = bridges.of(exchange);
        Message call = exchange.getMessage();
        byte[] body = CallBody.of(call);
        if (receiver.isOurOwn(bridge, body)) {
            throw new RejectedMessageException(
                    Reason.NOT_ACCEPTED, "a bridge of this gateway sent it, so it would go round in circles");
        }
        boolean json = isJson(bridge.get(WebhookIn.FORMAT), call.getHeader(Exchange.CONTENT_TYPE, String.class));
        IncomingWebhook webhook = json ? IncomingWebhook.ofJson(body) : IncomingWebhook.ofText(body);
        Authentication proof = requireNonNull(
                exchange.getProperty(AuthenticateWebhook.AUTHENTICATION, Authentication.class),
                "authenticateWebhook comes first");
        call.setBody(new ChannelMessage(
                bridge.name().value(), bridge.kind().name(), webhook.sender(), proof, webhook.text()));
    }

    private static boolean isJson(Format format, @Nullable String contentType) {
        return switch (format) {
            case JSON -> true;
            case TEXT -> false;
            case AUTO ->
                contentType != null
                        && contentType
                                .toLowerCase(Locale.ROOT)
                                .split(";", 2)[0]
                                .strip()
                                .endsWith("json");
        };
    }
}
