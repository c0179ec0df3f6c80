package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.outbound.FaultReason;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Why a mail server did not take a mail.
 *
 * @param permanent whether trying again can't help: the server answered 5xx, and not about the log-in, which an operator
 *     can mend
 * @param text one harmless line
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1">RFC 5321, 4.2.1 Reply codes</a>
 */
record SmtpRefusal(boolean permanent, String text) {
    /** About authentication and encryption: RFC 4954, section 6. */
    private static final Set<Integer> LOG_IN = Set.of(523, 524, 530, 534, 535, 538);

    static SmtpRefusal of(Exception failure) {
        for (Throwable at = failure; at != null; at = next(at)) {
            if (at instanceof AuthenticationFailedException) {
                return new SmtpRefusal(
                        false, "the mail server refused the log-in; check user and password or token: " + line(at));
            }
            Integer code = code(at);
            if (code != null) {
                return new SmtpRefusal(code >= 500 && code < 600 && !LOG_IN.contains(code), line(at));
            }
        }
        Throwable cause = next(failure);
        return new SmtpRefusal(false, line(failure) + (cause == null ? "" : ": " + FaultReason.of(cause)));
    }

    private static @Nullable Integer code(Throwable failure) {
        if (failure instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (failure instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        // A send that failed for its recipients carries no code of its own: theirs follow.
        return failure instanceof SMTPSendFailedException send && send.getNextException() == null
                ? send.getReturnCode()
                : null;
    }

    private static @Nullable Throwable next(Throwable failure) {
        return failure instanceof MessagingException messaging && messaging.getNextException() != null
                ? messaging.getNextException()
                : failure.getCause();
    }

    private static String line(Throwable failure) {
        String text = failure.getMessage();
        return VisibleText.of(
                text == null || text.isBlank() ? failure.getClass().getSimpleName() : text.strip());
    }
}
