package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.channel.MailHeader;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.util.Locale;
import java.util.Set;

/**
 * Mails that a program sent by itself: absence notes, delivery reports, other gateways. To answer one is how loops begin.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3834">RFC 3834, Automatic Responses to Electronic Mail</a>
 */
final class AutomaticMail {
    private static final Set<String> PRECEDENCES = Set.of("auto_reply", "bulk", "junk");
    private static final String[] MARKS = {"X-Autoreply", "X-Autorespond", "X-Failed-Recipients"};

    private AutomaticMail() {}

    static void refuse(Message mail, MailHeader header) throws MessagingException, RejectedMessageException {
        if (isAutomatic(mail, header)) {
            throw new RejectedMessageException(
                    Reason.NOT_ACCEPTED, "a program sent it by itself, such as an absence note or a delivery report");
        }
    }

    private static boolean isAutomatic(Message mail, MailHeader header) throws MessagingException {
        String submitted = first(header, "Auto-Submitted");
        if (!submitted.isEmpty() && !submitted.startsWith("no")) {
            return true;
        }
        for (String mark : MARKS) {
            if (!header.all(mark).isEmpty()) {
                return true;
            }
        }
        return PRECEDENCES.contains(first(header, "Precedence"))
                || first(header, "Return-Path").equals("<>")
                || mail.isMimeType("multipart/report")
                || mail.isMimeType("message/delivery-status");
    }

    private static String first(MailHeader header, String name) {
        return header.first(name).toLowerCase(Locale.ROOT);
    }
}
