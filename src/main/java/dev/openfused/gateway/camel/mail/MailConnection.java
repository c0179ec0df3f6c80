package dev.openfused.gateway.camel.mail;

import static dev.openfused.gateway.bridge.EmailOut.CA;
import static dev.openfused.gateway.bridge.EmailOut.TIMEOUT;
import static dev.openfused.gateway.bridge.MailLogIn.OAUTH2_TOKEN;
import static dev.openfused.gateway.bridge.MailLogIn.OAUTH2_TOKEN_URL;
import static dev.openfused.gateway.bridge.MailLogIn.PASSWORD;
import static dev.openfused.gateway.bridge.MailLogIn.USER;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.EmailOut.Security;
import dev.openfused.gateway.crypto.PemTls;
import dev.openfused.gateway.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.apache.camel.component.mail.MailAuthenticator;

/**
 * How one bridge talks to its mail server, whichever way it carries. STARTTLS means required, not tried: whoever sits
 * between could strip the server's offer and read along.
 */
final class MailConnection {
    private MailConnection() {}

    /**
     * Jakarta Mail's properties.
     *
     * @throws IllegalArgumentException one line that names the bridge's setting that can't be used
     */
    static Properties properties(Bridge bridge, String protocol, Security security) {
        String prefix = "mail." + protocol + '.';
        String millis = Long.toString(bridge.get(TIMEOUT).toMillis());
        Properties properties = new Properties();
        properties.setProperty(prefix + "connectiontimeout", millis);
        properties.setProperty(prefix + "timeout", millis);
        properties.setProperty(prefix + "writetimeout", millis);
        if (bridge.find(OAUTH2_TOKEN).isPresent()
                || bridge.find(OAUTH2_TOKEN_URL).isPresent()) {
            properties.setProperty(prefix + "auth.mechanisms", "XOAUTH2");
        }
        if (security != Security.NONE) {
            properties.setProperty(prefix + "ssl.checkserveridentity", "true");
            properties.put(prefix + "ssl.socketFactory", tls(bridge).getSocketFactory());
        }
        if (security == Security.STARTTLS) {
            properties.setProperty(prefix + "starttls.enable", "true");
            properties.setProperty(prefix + "starttls.required", "true");
        }
        return properties;
    }

    static Optional<MailAuthenticator> authenticator(Bridge bridge) {
        if (bridge.find(OAUTH2_TOKEN_URL).isPresent()) {
            return Optional.of(new OAuth2Tokens(bridge, tls(bridge), System::nanoTime));
        }
        Optional<Secret> secret = bridge.find(OAUTH2_TOKEN).or(() -> bridge.find(PASSWORD));
        return secret.map(s -> new FreshSecret(bridge.find(USER).orElse(""), s));
    }

    private static SSLContext tls(Bridge bridge) {
        Path authorities = bridge.find(CA).orElse(null);
        try {
            return PemTls.client(authorities == null ? null : Files.readAllBytes(authorities), null, null);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "bridge " + bridge.name() + ": ca names " + authorities
                            + ", which holds no readable PEM certificates",
                    e);
        }
    }
}
