package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.settings.Secret;
import jakarta.mail.PasswordAuthentication;
import org.apache.camel.component.mail.MailAuthenticator;

/** Reads the password or token anew for each log-in, as another program may refresh its file. */
final class FreshSecret extends MailAuthenticator {
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
