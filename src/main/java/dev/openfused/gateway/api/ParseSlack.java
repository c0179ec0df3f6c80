package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.SlackIn;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.channel.ChannelMessage;
import dev.openfused.gateway.channel.ChannelMessage.Authentication;
import dev.openfused.gateway.channel.SlackCall;
import dev.openfused.gateway.message.RejectedMessageException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Route step {@code parseSlack}: what somebody wrote becomes a {@link ChannelMessage}. What nobody wrote, or somebody who
 * may not, is answered at once, and the route ends: Slack would repeat what it got no 2xx for.
 */
public final class ParseSlack implements Processor {
    /** Exchange property, Boolean: the message is a slash command, whose caller is told that it was passed on. */
    static final String COMMAND = "openFuseSlackCommand";

    private final CalledBridge bridges;
    private final AuditLog audit;

    /**
     * The step.
     *
     * @param bridges finds the bridge that is called
     * @param audit gets a line for each sender who may not
     */
    public ParseSlack(CalledBridge bridges, AuditLog audit) {
        this.bridges = bridges;
        this.audit = audit;
    }

    @Override
    public void process(Exchange exchange) throws RequestRefusedException, RejectedMessageException {
        Bridge bridge = bridges.of(exchange);
        Message message = exchange.getMessage();
        SlackCall call = SlackCall.parse(
                CallBody.of(message), FormAtHook.is(message.getHeader(Exchange.CONTENT_TYPE, String.class)));
        @Nullable String challenge = call.challenge();
        if (challenge != null) {
            HttpAnswer.json(exchange, 200, JsonNodeFactory.instance.objectNode().put("challenge", challenge));
            exchange.setRouteStop(true);
        } else if (!call.says()) {
            end(exchange, call, "There is nothing to pass on.");
        } else if (!isAllowed(bridge, call.member())) {
            audit.write(AuditEntry.of(Decision.REFUSED)
                    .with("door", "hooks/" + bridge.name())
                    .reason(call.member() + " is none of the bridge's senders"));
            end(exchange, call, "You may not write here.");
        } else {
            exchange.setProperty(OpenFuseHeaders.RECORD, call.id());
            exchange.setProperty(COMMAND, call.command());
            @Nullable String thread = call.thread();
            message.setBody(new ChannelMessage(
                    bridge.name().value(),
                    bridge.kind().name(),
                    call.sender(),
                    Authentication.SIGNATURE,
                    thread == null ? List.of() : List.of(thread),
                    call.text()));
        }
    }

    private static boolean isAllowed(Bridge bridge, String member) {
        List<String> senders = bridge.find(SlackIn.SENDERS).orElse(List.of(member));
        return senders.contains(member);
    }

    private static void end(Exchange exchange, SlackCall call, String why) {
        if (call.command()) {
            AnswerSlack.tell(exchange, why);
        } else {
            HttpAnswer.empty(exchange, 200);
        }
        exchange.setRouteStop(true);
    }
}
