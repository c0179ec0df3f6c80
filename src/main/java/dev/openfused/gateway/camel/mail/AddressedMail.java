package dev.openfused.gateway.camel.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.channel.Mail;
import dev.openfused.gateway.message.FileCopy;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.Claim;
import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mail in its MIME form, on its way to one of its recipients; the To header names them all. Non-ASCII header values
 * are encoded words, so whatever a subject holds, it ends no line.
 */
final class AddressedMail extends MimeMessage {
    /** So that an encoded word stays within the 75 characters of RFC 2047, whatever the characters are. */
    private static final int CHARACTERS_PER_WORD = 10;

    private final String recipient;
    private final List<Claim> claims;
    private final String messageId;

    AddressedMail(Mail mail, String recipient, @Nullable FileCopy file, List<Claim> claims) throws MessagingException {
        super((Session) null);
        this.recipient = recipient;
        this.claims = List.copyOf(claims);
        this.messageId = mail.messageId();
        Map<String, String> headers = mail.headers();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            setHeader(header.getKey(), header.getValue());
        }
        setFrom(encoded(mail.from()));
        setSubjectAsItReads(mail.subject());
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(part(mail.text(), "plain"));
        alternatives.addBodyPart(part(mail.html(), "html")); // the last one is what a reader prefers
        setContent(file == null ? alternatives : with(file, alternatives));
    }

    /** Who gets this copy. */
    String recipient() {
        return recipient;
    }

    /** The deliveries that it carries. */
    List<Claim> claims() {
        return claims;
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

    /**
     * Text that already looks like an encoded word is plain ASCII, so it would go out as it is and be decoded by whoever
     * reads it: control characters and all. It is encoded by hand, a few characters to a word.
     */
    private void setSubjectAsItReads(String subject) throws MessagingException {
        if (!subject.contains("=?")) {
            setSubject(subject, UTF_8.name());
            return;
        }
        List<String> words = new ArrayList<>();
        int[] characters = subject.codePoints().toArray();
        for (int i = 0; i < characters.length; i += CHARACTERS_PER_WORD) {
            String piece = new String(characters, i, Math.min(CHARACTERS_PER_WORD, characters.length - i));
            words.add("=?UTF-8?B?" + Base64.getEncoder().encodeToString(piece.getBytes(UTF_8)) + "?=");
        }
        setHeader("Subject", String.join("\r\n ", words));
    }

    private static MimeMultipart with(FileCopy file, MimeMultipart text) throws MessagingException {
        MimeBodyPart words = new MimeBodyPart();
        words.setContent(text);
        MimeBodyPart attached = new MimeBodyPart();
        String type = URLConnection.guessContentTypeFromName(file.name());
        attached.setDataHandler(new DataHandler(
                new ByteArrayDataSource(file.bytes(), type == null ? "application/octet-stream" : type)));
        attached.setFileName(VisibleText.of(file.name()));
        attached.setDisposition(Part.ATTACHMENT);
        return new MimeMultipart("mixed", words, attached);
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
