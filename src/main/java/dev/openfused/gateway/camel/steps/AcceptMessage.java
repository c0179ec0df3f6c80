package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.camel.bridges.RunningBridges;
import dev.openfused.gateway.dispatch.DeadNotices;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Route step {@code acceptMessage}: an {@link OpenedMessage} passes if the bridge that the delivery is for accepts it.
 * Standing was judged when it was dispatched; here it is judged as it is now, and with the content. What is encrypted to
 * somebody else never passes: there is nothing to show. Notices of the gateway always do: another bridge's {@code on-dead}
 * asked for them.
 */
public final class AcceptMessage implements Processor {
    private static final String PREFIX = "bridge:";

    private final RunningBridges bridges;

    /**
     * The step.
     *
     * @param bridges those that run
     */
    public AcceptMessage(RunningBridges bridges) {
        this.bridges = bridges;
    }

    @Override
    public void process(Exchange exchange) throws RejectedMessageException, InvalidPayloadException {
        OpenedMessage message = exchange.getMessage().getMandatoryBody(OpenedMessage.class);
        Bridge bridge = bridge(exchange.getMessage().getHeader(OpenFuseHeaders.TARGET, "", String.class));
        require(bridge, exchange.getMessage().getHeader(OpenFuseHeaders.SOURCE, "", String.class), message);
    }

    /** The same for a message that is not the exchange's own. */
    static void require(Bridge bridge, String source, OpenedMessage message) throws RejectedMessageException {
        boolean notice = source.equals(DeadNotices.SOURCE) && message.standing().verified();
        if (!notice && !bridge.accept().test(message)) {
            throw new RejectedMessageException(
                    Reason.NOT_ACCEPTED,
                    "bridge " + bridge.name() + " accepts '" + bridge.accept() + "', and this is "
                            + String.join(" ", message.badges()));
        }
        if (!message.readable()) {
            throw new RejectedMessageException(
                    Reason.NOT_ACCEPTED, "the text is encrypted to somebody else; there is nothing to forward");
        }
    }

    private Bridge bridge(String target) {
        if (!target.startsWith(PREFIX)) {
            throw new IllegalStateException("acceptMessage stands in a route that does not begin at a bridge's queue");
        }
        return bridges.find(target.substring(PREFIX.length()))
                .orElseThrow(() -> new IllegalStateException("no running " + target));
    }
}
