package dev.openfused.gateway.channel;

import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as a mail. Both parts begin with who spoke and how far to believe it; what the sender wrote stands under it
 * with a bar at its left on every line, so it can't imitate that. The subject begins with the sender's name for the same
 * reason. Immutable.
 */
public final class MailFormat {
    private static final int LONGEST_SUBJECT = 120;
    private static final String RULE = "-".repeat(72);
    private static final String LEGEND =
            "What has a bar at its left was written by the sender, all else by the gateway.";

    private final Look look;

    /**
     * How one bridge's mails look.
     *
     * @param address the From address; its host ends the Message-ID
     * @param displayName the name shown beside it
     * @param replyTo where answers go; null: to the From address
     * @param recipients who gets them
     * @param listId the List-Id, without angle brackets
     * @param markdown whether the HTML part shows the sender's Markdown as what it means; the plain part is as written
     * @param subject makes the subject
     * @param wording makes the text
     */
    public record Look(
            String address,
            String displayName,
            @Nullable String replyTo,
            List<String> recipients,
            String listId,
            boolean markdown,
            Wording subject,
            Wording wording) {
        /**
         * Copies the recipients.
         *
         * @param address of the sender
         * @param displayName of the sender
         * @param replyTo or null
         * @param recipients copied
         * @param listId as it is
         * @param markdown or plain
         * @param subject of each mail
         * @param wording of each mail
         */
        public Look {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * The mails of one bridge.
     *
     * @param look how they look
     */
    public MailFormat(Look look) {
        this.look = look;
    }

    /**
     * Formats a message.
     *
     * @param message any opened message
     * @return the mail; equal for equal messages
     */
    public Mail format(OpenedMessage message) {
        Map<String, String> facts = facts(message);
        String words = look.wording.of(message);
        return new Mail(
                '"' + VisibleText.of(look.displayName).replaceAll("([\"\\\\])", "\\\\$1") + "\" <" + look.address + '>',
                look.replyTo,
                look.recipients,
                subject(message),
                '<' + message.id().value() + '@' + look.address.substring(look.address.indexOf('@') + 1) + '>',
                '<' + look.listId + '>',
                text(message, words, facts),
                html(message, words, facts));
    }

    private String subject(OpenedMessage message) {
        String subject = (message.standing().verified() ? "" : "[UNVERIFIED] ")
                + VisibleText.of(look.subject.of(message).strip());
        return subject.codePointCount(0, subject.length()) <= LONGEST_SUBJECT
                ? subject
                : subject.substring(0, subject.offsetByCodePoints(0, LONGEST_SUBJECT - 1)) + '…';
    }

    /** What the head of the mail says, one line each. */
    private static Map<String, String> facts(OpenedMessage message) {
        @Nullable Fingerprint fingerprint = message.fingerprint();
        @Nullable String reason = message.reason();
        @Nullable String resentAt = message.resentAt();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("From", VisibleText.of(message.from()) + (message.standing().verified() ? "" : " (claimed)"));
        facts.put("Standing", '[' + String.join("] [", message.badges()) + ']');
        if (reason != null) {
            facts.put("Reason", VisibleText.of(reason));
        }
        if (fingerprint != null) {
            facts.put("Key", fingerprint.value());
        }
        facts.put("Sent", VisibleText.of(message.timestamp()));
        if (resentAt != null) {
            facts.put("Sent again", VisibleText.of(resentAt));
        }
        facts.put("Message", message.id().value());
        return facts;
    }

    private static String text(OpenedMessage message, String words, Map<String, String> facts) {
        StringBuilder out = new StringBuilder();
        facts.forEach(
                (name, value) -> out.append(name).append(": ").append(value).append('\n'));
        out.append(RULE).append('\n');
        out.append(message.readable() ? QuotedText.of(words) : message.text());
        return out.append('\n')
                .append(RULE)
                .append('\n')
                .append(LEGEND)
                .append('\n')
                .toString();
    }

    private String html(OpenedMessage message, String words, Map<String, String> facts) {
        StringBuilder out = new StringBuilder("""
                <!DOCTYPE html>
                <html><head><meta charset="utf-8"></head><body style="font-family:sans-serif">
                <table style="border-collapse:collapse;background:#f0f0f0">
                """);
        facts.forEach((name, value) -> out.append("<tr><th style=\"text-align:left;padding:2px 8px\">")
                .append(name)
                .append("</th><td style=\"padding:2px 8px\">")
                .append(HtmlText.escaped(value))
                .append("</td></tr>\n"));
        out.append("</table>\n");
        if (message.readable()) {
            // Isolated, so that right-to-left text inside can't reorder what stands around it.
            out.append("<div dir=\"auto\" style=\"border-left:4px solid #888;margin:12px 0;padding-left:12px;")
                    .append("overflow-wrap:anywhere;unicode-bidi:isolate\">\n")
                    .append(shown(words))
                    .append("</div>\n");
        } else {
            out.append("<p>").append(HtmlText.escaped(message.text())).append("</p>\n");
        }
        return out.append("<p style=\"color:#666;font-size:smaller\">")
                .append(LEGEND)
                .append("</p>\n</body></html>\n")
                .toString();
    }

    private String shown(String words) {
        String text = QuotedText.harmless(words);
        return look.markdown
                ? HtmlText.ofMarkdown(text)
                : "<p style=\"white-space:pre-wrap\">" + HtmlText.escaped(text) + "</p>\n";
    }
}
