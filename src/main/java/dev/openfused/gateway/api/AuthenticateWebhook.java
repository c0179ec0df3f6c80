package dev.openfused.gateway.api;

import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.WebhookIn;
import dev.openfused.gateway.channel.ChannelMessage.Authentication;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.receive.WebhookGuard;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Route step {@code authenticateWebhook}: only who signs with the bridge's secret or knows its token passes. How the caller
 * proved itself is put into the property {@value #AUTHENTICATION}.
 */
public final class AuthenticateWebhook implements Processor {
    /** Exchange property: an {@link Authentication}. */
    public static final String AUTHENTICATION = "openFuseAuthentication";

    private final CalledBridge bridges;
    private final WebhookGuard guard;
    private final AuditLog audit;

    /**
     * The step.
     *
     * @param bridges finds the bridge that is called
     * @param guard checks tokens and signatures
     * @param audit gets a line for each call that is refused
     */
    public AuthenticateWebhook(CalledBridge bridges, WebhookGuard guard, AuditLog audit) {
        this.bridges = bridges;
        this.guard = guard;
        this.audit = audit;
    }

    @Override
    public void process(Exchange exchange) throws RequestRefusedException, RejectedMessageException {
        Bridge bridge = bridges.of(exchange);
        Message call = exchange.getMessage();
        if (FormAtHook.is(call.getHeader(Exchange.CONTENT_TYPE, String.class))) {
            throw new RequestRefusedException(Problem.of(415));
        }
        byte[] body = CallBody.of(call);
        if (body.length > bridge.get(WebhookIn.MAX_SIZE)) {
            throw new RequestRefusedException(Problem.of(413));
        }
        try {
            Authentication proof = guard.admit(bridge, CalledRequest.of(exchange)::getHeader, body)
                    .orElseThrow(() -> new RequestRefusedException(Problem.of(401)));
            exchange.setProperty(AUTHENTICATION, proof);
        } catch (RejectedMessageException | RequestRefusedException e) {
            audit.write(AuditEntry.of(Decision.REFUSED)
                    .with("door", "hooks/" + bridge.name())
                    .reason(String.valueOf(e.getMessage())));
            throw e;
        }
    }
}
