package dev.openfused.gateway.api;

import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.RecordSettings;
import dev.openfused.gateway.bridge.SlackIn;
import dev.openfused.gateway.channel.SlackSignature;
import dev.openfused.gateway.message.RejectedMessageException;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Route step {@code authenticateSlack}: only what Slack signed with the app's signing secret passes. */
public final class AuthenticateSlack implements Processor {
    private final CalledBridge bridges;
    private final AuditLog audit;
    private final Clock clock;

    /**
     * The step.
     *
     * @param bridges finds the bridge that is called
     * @param audit gets a line for each call that is refused
     * @param clock a signature's time is compared with it
     */
    public AuthenticateSlack(CalledBridge bridges, AuditLog audit, Clock clock) {
        this.bridges = bridges;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws RequestRefusedException, RejectedMessageException {
        Bridge bridge = bridges.of(exchange);
        byte[] body = CallBody.of(exchange.getMessage());
        if (body.length > bridge.get(RecordSettings.MAX_SIZE)) {
            throw new RequestRefusedException(Problem.of(413));
        }
        HttpServerRequest call = CalledRequest.of(exchange);
        try {
            new SlackSignature(bridge.get(SlackIn.SIGNING_SECRET))
                    .verify(
                            call.getHeader(SlackSignature.TIMESTAMP),
                            call.getHeader(SlackSignature.SIGNATURE),
                            body,
                            clock.instant());
        } catch (RejectedMessageException e) {
            audit.write(AuditEntry.of(Decision.REFUSED)
                    .with("door", "hooks/" + bridge.name())
                    .reason(String.valueOf(e.getMessage())));
            throw e;
        }
    }
}
