package dev.openfused.gateway.camel.mail;

import static dev.openfused.gateway.bridge.EmailOut.CA;
import static dev.openfused.gateway.bridge.EmailOut.OAUTH2_TOKEN;
import static dev.openfused.gateway.bridge.EmailOut.PASSWORD;
import static dev.openfused.gateway.bridge.EmailOut.SECURITY;
import static dev.openfused.gateway.bridge.EmailOut.SERVER;
import static dev.openfused.gateway.bridge.EmailOut.TIMEOUT;
import static dev.openfused.gateway.bridge.EmailOut.USER;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.EmailOut.Security;
import dev.openfused.gateway.crypto.PemTls;
import dev.openfused.gateway.settings.HostPort;
import dev.openfused.gateway.settings.Secret;
import jakarta.mail.PasswordAuthentication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailAuthenticator;

/**
 * Speaks SMTP for one bridge, as its settings say. STARTTLS means required, not tried: whoever sits between could strip
 * the server's offer and read along.
 */
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
        DefaultJavaMailSender sender = new DefaultJavaMailSender();
        sender.setProtocol(protocol);
        sender.setHost(server.host());
        sender.setPort(server.port());
        sender.setJavaMailProperties(properties(bridge, "mail." + protocol + '.', security));
        Secret secret =
                bridge.find(OAUTH2_TOKEN).or(() -> bridge.find(PASSWORD)).orElse(null);
        if (secret != null) {
            sender.setAuthenticator(new FreshSecret(bridge.find(USER).orElse(""), secret));
        }
        return sender;
    }

    private static Properties properties(Bridge bridge, String prefix, Security security) {
        String millis = Long.toString(bridge.get(TIMEOUT).toMillis());
        boolean authenticated = bridge.find(USER).isPresent();
        Properties properties = new Properties();
        properties.setProperty(prefix + "connectiontimeout", millis);
        properties.setProperty(prefix + "timeout", millis);
        properties.setProperty(prefix + "writetimeout", millis);
        properties.setProperty(prefix + "quitwait", "false");
        properties.setProperty(prefix + "auth", Boolean.toString(authenticated));
        if (bridge.find(OAUTH2_TOKEN).isPresent()) {
            properties.setProperty(prefix + "auth.mechanisms", "XOAUTH2");
        }
        if (security != Security.NONE) {
            properties.setProperty(prefix + "ssl.checkserveridentity", "true");
            properties.put(prefix + "ssl.socketFactory", tls(bridge));
        }
        if (security == Security.STARTTLS) {
            properties.setProperty(prefix + "starttls.enable", "true");
            properties.setProperty(prefix + "starttls.required", "true");
        }
        return properties;
    }

    private static SSLSocketFactory tls(Bridge bridge) {
        Path authorities = bridge.find(CA).orElse(null);
        try {
            return PemTls.client(authorities == null ? null : Files.readAllBytes(authorities), null, null)
                    .getSocketFactory();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "bridge " + bridge.name() + ": ca names " + authorities
                            + ", which holds no readable PEM certificates",
                    e);
        }
    }

    /** Reads the password or token anew for each mail, as another program may refresh its file. */
    private static final class FreshSecret extends MailAuthenticator {
        private final String user;
        private final Secret secret;

        FreshSecret(String user, Secret secret) {
            this.user = user;
            this.secret = secret;
        }

        @Override
        public PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(user, secret.revealCurrent());
        }
    }
}
