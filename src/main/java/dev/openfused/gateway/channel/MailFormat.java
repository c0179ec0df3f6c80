package dev.openfused.gateway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    private static final String UNVERIFIED = "[UNVERIFIED] ";
    private static final String HTML_START = """
            <!DOCTYPE html>
            <html><head><meta charset="utf-8"></head><body style="font-family:sans-serif">
            """;
    private static final String HTML_END =
            "<p style=\"color:#666;font-size:smaller\">" + LEGEND + "</p>\n</body></html>\n";

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
     * Who gets the mails.
     *
     * @return addresses
     */
    public List<String> recipients() {
        return look.recipients;
    }

    /**
     * Formats a message.
     *
     * @param message any opened message
     * @return the mail; equal for equal messages
     */
    public Mail format(OpenedMessage message) {
        StringBuilder text = new StringBuilder();
        StringBuilder html = new StringBuilder(HTML_START);
        append(message, text, html);
        return mail(subject(message), message.id().value(), text, html);
    }

    /**
     * Formats several messages as one mail.
     *
     * @param messages at least two opened messages, in order
     * @return the mail; equal for equal messages
     */
    public Mail format(List<OpenedMessage> messages) {
        StringBuilder ids = new StringBuilder();
        StringBuilder text = new StringBuilder();
        StringBuilder html = new StringBuilder(HTML_START);
        boolean verified = true;
        for (OpenedMessage message : messages) {
            ids.append(message.id().value()).append('\n');
            verified &= message.standing().verified();
            append(message, text, html);
        }
        String names = messages.stream()
                .map(message -> VisibleText.of(message.from()))
                .distinct()
                .collect(Collectors.joining(", "));
        return mail(
                shortened((verified ? "" : UNVERIFIED) + messages.size() + " messages: " + names),
                Digests.sha256Hex(ids.toString().getBytes(UTF_8)),
                text,
                html);
    }

    private void append(OpenedMessage message, StringBuilder text, StringBuilder html) {
        Map<String, String> facts = facts(message);
        String words = look.wording.of(message);
        appendText(text, message, words, facts);
        appendHtml(html, message, words, facts);
    }

    private Mail mail(String subject, String id, StringBuilder text, StringBuilder html) {
        return new Mail(
                '"' + VisibleText.of(look.displayName).replaceAll("([\"\\\\])", "\\\\$1") + "\" <" + look.address + '>',
                look.replyTo,
                look.recipients,
                subject,
                '<' + id + '@' + look.address.substring(look.address.indexOf('@') + 1) + '>',
                '<' + look.listId + '>',
                text.append(LEGEND).append('\n').toString(),
                html.append(HTML_END).toString());
    }

    private String subject(OpenedMessage message) {
        return shortened((message.standing().verified() ? "" : UNVERIFIED)
                + VisibleText.of(look.subject.of(message).strip()));
    }

    private static String shortened(String subject) {
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

    private static void appendText(StringBuilder out, OpenedMessage message, String words, Map<String, String> facts) {
        facts.forEach(
                (name, value) -> out.append(name).append(": ").append(value).append('\n'));
        out.append(RULE)
                .append('\n')
                .append(message.readable() ? QuotedText.of(words) : message.text())
                .append('\n')
                .append(RULE)
                .append('\n');
    }

    private void appendHtml(StringBuilder out, OpenedMessage message, String words, Map<String, String> facts) {
        out.append("<table style=\"border-collapse:collapse;background:#f0f0f0\">\n");
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
    }

    private String shown(String words) {
        String text = QuotedText.harmless(words);
        return look.markdown
                ? HtmlText.ofMarkdown(text)
                : "<p style=\"white-space:pre-wrap\">" + HtmlText.escaped(text) + "</p>\n";
    }
}
