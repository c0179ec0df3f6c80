package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.EmailIn;
import dev.openfused.gateway.bridge.EmailOut.Security;
import dev.openfused.gateway.camel.NoForeignHeaders;
import dev.openfused.gateway.camel.bridges.BridgeParts;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailConfiguration;

/** For each bridge from a mailbox a Camel component of its own, {@code imap-NAME}, which logs in. */
public final class ImapParts implements BridgeParts {
    private static final String COMPONENT = "imap-";

    private final CamelContext context;

    /**
     * No bridges yet.
     *
     * @param context gets the components
     */
    public ImapParts(CamelContext context) {
        this.context = context;
    }

    @Override
    public boolean serve(Bridge bridge) {
        return bridge.kind().settings().contains(EmailIn.FOLDER);
    }

    @Override
    public void add(Bridge bridge) {
        Security security = bridge.get(EmailIn.SECURITY);
        String protocol = security == Security.TLS ? "imaps" : "imap";
        MailConfiguration configuration = new MailConfiguration(context);
        configuration.configureProtocol(protocol);
        configuration.setIgnoreUriScheme(true);
        configuration.setAdditionalJavaMailProperties(MailConnection.properties(bridge, protocol, security));
        MailConnection.authenticator(bridge).ifPresent(configuration::setAuthenticator);
        MailComponent component = new MailComponent(configuration);
        // Of a mail that is not mapped Camel still offers the headers, its own names among them.
        component.setHeaderFilterStrategy(new NoForeignHeaders());
        context.addComponent(COMPONENT + bridge.name(), component);
    }

    @Override
    public void remove(String name) {
        context.removeComponent(COMPONENT + name);
    }
}
