package dev.openfused.gateway.camel.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.channel.Mail;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.util.Map;

/**
 * One mail in its MIME form, on its way to one of its recipients; the To header names them all. Non-ASCII header values
 * are encoded words, so whatever a subject holds, it ends no line.
 */
final class AddressedMail extends MimeMessage {
    private final String recipient;
    private final String messageId;

    AddressedMail(Mail mail, String recipient) throws MessagingException {
        super((Session) null);
        this.recipient = recipient;
        this.messageId = mail.messageId();
        Map<String, String> headers = mail.headers();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            setHeader(header.getKey(), header.getValue());
        }
        setFrom(encoded(mail.from()));
        setSubject(mail.subject(), UTF_8.name());
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(part(mail.text(), "plain"));
        alternatives.addBodyPart(part(mail.html(), "html")); // the last one is what a reader prefers
        setContent(alternatives);
    }

    /** Who gets this copy. */
    String recipient() {
        return recipient;
    }

    /** Who is named in the SMTP transaction. */
    @Override
    public Address[] getAllRecipients() throws MessagingException {
        return new Address[] {new InternetAddress(recipient)};
    }

    /** Saving would otherwise make up a Message-ID, and a mail sent twice would be two mails. */
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8.name(), subtype);
        return part;
    }

    private static InternetAddress encoded(String from) throws MessagingException {
        try {
            InternetAddress address = new InternetAddress(from, true);
            address.setPersonal(address.getPersonal(), UTF_8.name());
            return address;
        } catch (UnsupportedEncodingException e) {
            throw new MessagingException("UTF-8 is missing", e);
        }
    }
}
