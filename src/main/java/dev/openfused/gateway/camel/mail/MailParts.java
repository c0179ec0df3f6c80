package dev.openfused.gateway.camel.mail;

import static dev.openfused.gateway.bridge.EmailOut.ADDRESS;
import static dev.openfused.gateway.bridge.EmailOut.REPLY_TO;
import static dev.openfused.gateway.bridge.EmailOut.SENDER;
import static dev.openfused.gateway.bridge.EmailOut.SENDER_NAME;
import static dev.openfused.gateway.bridge.EmailOut.SUBJECT;
import static dev.openfused.gateway.bridge.EmailOut.TEXT;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeKind;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.bridge.EmailOut;
import dev.openfused.gateway.bridge.Templates;
import dev.openfused.gateway.camel.BridgeTarget;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.camel.bridges.BridgeParts;
import dev.openfused.gateway.channel.MailFormat;
import dev.openfused.gateway.channel.chat.ChatFormat.TextStyle;
import dev.openfused.gateway.message.FileCopy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;

/**
 * The outward email bridges: for each how its mails look, and what sends them, in the registry as {@code
 * mail-sender-NAME}.
 */
public final class MailParts implements BridgeParts {
    private static final String SENDER_BEAN = "mail-sender-";

    private final Registry registry;
    private final Map<String, MailFormat> formats = new ConcurrentHashMap<>();
    private final Map<String, Bridge> bridges = new ConcurrentHashMap<>();

    /**
     * No bridges yet.
     *
     * @param registry where the routes look up their sender
     */
    public MailParts(Registry registry) {
        this.registry = registry;
    }

    @Override
    public boolean serve(Bridge bridge) {
        BridgeKind kind = bridge.kind();
        return kind.direction() == Direction.OUT && kind.name().equals("email");
    }

    @Override
    public void add(Bridge bridge) {
        String name = bridge.name().value();
        registry.bind(SENDER_BEAN + name, SmtpSender.of(bridge));
        bridges.put(name, bridge);
        formats.put(
                name,
                new MailFormat(new MailFormat.Look(
                        bridge.get(SENDER),
                        bridge.get(SENDER_NAME),
                        bridge.find(REPLY_TO).orElse(null),
                        bridge.get(ADDRESS),
                        EmailOut.listIdOf(bridge),
                        bridge.get(TEXT) == TextStyle.MARKDOWN,
                        bridge.get(SUBJECT),
                        Templates.of(bridge))));
    }

    @Override
    public void remove(String name) {
        registry.unbind(SENDER_BEAN + name);
        formats.remove(name);
        bridges.remove(name);
    }

    /**
     * The file that an exchange's mail carries.
     *
     * @param exchange a delivery to a bridge
     * @return the file that the delivery is of, if there is one and its bridge attaches such files
     */
    Optional<FileCopy> attachment(Exchange exchange) {
        FileCopy file = exchange.getProperty(OpenFuseHeaders.ATTACHMENT, FileCopy.class);
        Bridge bridge = bridges.get(BridgeTarget.of(exchange));
        return file == null || bridge == null || !EmailOut.attaches(bridge, file)
                ? Optional.empty()
                : Optional.of(file);
    }

    /**
     * How the mails of an exchange's bridge look.
     *
     * @param exchange a delivery to a bridge
     * @return its format
     * @throws IllegalStateException if that bridge is not here: a fault in the wiring
     */
    MailFormat format(Exchange exchange) {
        String name = BridgeTarget.of(exchange);
        MailFormat format = formats.get(name);
        if (format == null) {
            throw new IllegalStateException("email bridge " + name + " is not set up");
        }
        return format;
    }
}
