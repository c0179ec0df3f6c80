package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.queue.TryLaterException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** One try to send one mail to everybody who has not got it: what became of each recipient. Used by one thread. */
final class MailRun {
    private static final String PROPERTY = "OpenFuseMailRun";

    private final Map<String, SmtpRefusal> refusals = new LinkedHashMap<>();
    private @Nullable Exception ours;

    void begin(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    static MailRun of(Exchange exchange) {
        MailRun run = exchange.getProperty(PROPERTY, MailRun.class);
        if (run == null) {
            throw new IllegalStateException("formatMail has to come before the steps that send");
        }
        return run;
    }

    void refused(String recipient, SmtpRefusal refusal) {
        refusals.put(recipient, refusal);
    }

    /**
     * What kept a copy back here, before or after the mail server had it.
     *
     * @param failure of the queue, or of the claim
     */
    void failedHere(Exception failure) {
        if (ours == null) {
            ours = failure;
        }
    }

    /**
     * Ends well if nobody was refused; for good only if there is nobody left for whom another try could help.
     *
     * @throws Exception what failed here, which comes first; else what the mail server refused
     */
    void conclude() throws Exception {
        if (ours != null) {
            throw ours;
        }
        if (refusals.isEmpty()) {
            return;
        }
        String why = refusals.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue().text())
                .collect(Collectors.joining("; "));
        if (refusals.values().stream().allMatch(SmtpRefusal::permanent)) {
            throw new RejectedMessageException(Reason.REFUSED, why);
        }
        throw new TryLaterException(why);
    }
}
