package dev.openfused.gateway.camel.mail;

import static dev.openfused.gateway.bridge.EmailOut.SECURITY;
import static dev.openfused.gateway.bridge.EmailOut.SERVER;
import static dev.openfused.gateway.bridge.MailLogIn.USER;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.EmailOut.Security;
import dev.openfused.gateway.settings.HostPort;
import java.util.Properties;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;

/** Speaks SMTP for one bridge, as its settings say. */
final class SmtpSender {
    private SmtpSender() {}

    /**
     * A sender; nothing is connected yet.
     *
     * @throws IllegalArgumentException one line that names the bridge's setting that can't be used
     */
    static JavaMailSender of(Bridge bridge) {
        Security security = bridge.get(SECURITY);
        String protocol = security == Security.TLS ? "smtps" : "smtp";
        HostPort server = bridge.get(SERVER);
        Properties properties = MailConnection.properties(bridge, protocol, security);
        properties.setProperty("mail." + protocol + ".quitwait", "false");
        properties.setProperty(
                "mail." + protocol + ".auth", Boolean.toString(bridge.find(USER).isPresent()));
        DefaultJavaMailSender sender = new DefaultJavaMailSender();
        sender.setProtocol(protocol);
        sender.setHost(server.host());
        sender.setPort(server.port());
        sender.setJavaMailProperties(properties);
        MailConnection.authenticator(bridge).ifPresent(sender::setAuthenticator);
        return sender;
    }
}
