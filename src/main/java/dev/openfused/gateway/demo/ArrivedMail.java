package dev.openfused.gateway.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * A mail as its reader sees it.
 *
 * @param from who sent it
 * @param subject its subject
 * @param messageId its id
 * @param text its text part
 */
record ArrivedMail(String from, String subject, String messageId, String text) {
    /**
     * Reads one.
     *
     * @param raw as it was sent, each byte a character
     */
    static ArrivedMail parse(String raw) throws IOException, StepFailedException {
        try {
            MimeMessage mail = new MimeMessage(null, new ByteArrayInputStream(raw.getBytes(ISO_8859_1)));
            return new ArrivedMail(
                    String.valueOf(mail.getHeader("From", null)), mail.getSubject(), mail.getMessageID(), text(mail));
        } catch (MessagingException e) {
            throw new StepFailedException("the mail can be read (" + e.getMessage() + ")");
        }
    }

    private static String text(Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/plain")) {
            return part.getContent().toString().replace("\r\n", "\n");
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String text = text(parts.getBodyPart(i));
                if (!text.isEmpty()) {
                    return text;
                }
            }
        }
        return "";
    }
}
