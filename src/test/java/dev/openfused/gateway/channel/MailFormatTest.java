package dev.openfused.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.SampleMessage;
import dev.openfused.gateway.SampleMessage.Envelope;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.keyring.Relationship;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailFormatTest {
    private static final SampleMessage WISP = SampleMessage.from("wisp");
    private static final Wording SUBJECT = Wording.line("{from}: {title}");
    private final MailFormat format = format(null, true, SUBJECT, Wording.AS_IT_IS);

    private static MailFormat format(@Nullable String replyTo, boolean markdown, Wording subject, Wording wording) {
        return new MailFormat(new MailFormat.Look(
                "gateway@example.org",
                "The \"Gateway\"",
                replyTo,
                List.of("ops@example.org", "dev@example.org"),
                "ops.example.org",
                markdown,
                subject,
                wording));
    }

    @Test
    void theMailSaysWhoSpokeAndHowFarToBelieveIt() {
        OpenedMessage message = WISP.trustedOne()
                .as(Relationship.INTERNAL)
                .in(Envelope.SEALED_TO_US)
                .saying("\nDeploy finished\n<b>all</b> & well")
                .opened();
        Mail mail = format.format(message);

        assertThat(mail.headers())
                .containsEntry("From", "\"The \\\"Gateway\\\"\" <gateway@example.org>")
                .containsEntry("To", "ops@example.org, dev@example.org")
                .containsEntry("Subject", "wisp: Deploy finished")
                .containsEntry("Message-ID", "<" + message.id() + "@example.org>")
                .containsEntry("List-Id", "<ops.example.org>")
                .containsEntry("Auto-Submitted", "auto-generated")
                .doesNotContainKey("Reply-To");
        assertThat(mail.text())
                .startsWith("From: wisp\nStanding: [VERIFIED] [TRUSTED] [INTERNAL] [ENCRYPTED]\nKey: ")
                .contains("\n| \n| Deploy finished\n| <b>all</b> & well\n-----");
        assertThat(mail.html())
                .contains("<td style=\"padding:2px 8px\">[VERIFIED] [TRUSTED] [INTERNAL] [ENCRYPTED]</td>")
                .contains("<p>Deploy finished<br>\n&lt;b&gt;all&lt;/b&gt; &amp; well</p>");
        assertThat(format.format(message)).isEqualTo(mail);
    }

    @Test
    void markdownIsShownAsWhatItMeansInTheHtmlPartOnly() {
        String text = "# Done\n\n- *one*\n- [two](https://example.org/x?a=1&b=2)\n\n```\ncode <b>\n```\n";
        Mail mail = format.format(WISP.trustedOne().saying(text).opened());

        assertThat(mail.html())
                .contains("<h1>Done</h1>", "<li><em>one</em></li>", "code &lt;b&gt;")
                .contains("<li>two (<a rel=\"noreferrer nofollow\" href=\"https://example.org/x?a=1&amp;b=2\">"
                        + "https://example.org/x?a=1&amp;b=2</a>)</li>");
        assertThat(mail.text()).contains("| # Done\n| \n| - *one*\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=https://track.example.org/x.png>",
                "![picture](https://track.example.org/x.png)",
                "[click](javascript:alert(1))",
                "[click](data:text/html,x)",
                "<javascript:alert(1)>",
                "[a]: javascript:x\n\n[a]",
                "\"><b onmouseover=x>",
                "</div></body><p>Standing: [TRUSTED]"
            })
    void nothingInTheTextActsOrIsFetched(String text) {
        String html = format.format(WISP.stranger().saying(text).opened()).html();
        String words = html.substring(html.indexOf("<div"), html.lastIndexOf("</div>"));

        assertThat(words.replaceAll("<a rel=\"noreferrer nofollow\" href=\"https://[^\"]*\">", ""))
                .doesNotContainIgnoringCase("<script")
                .doesNotContain("<img", "href=", "<b ", "</div", "</body");
    }

    @Test
    void whatNestsWithoutEndIsShownAsItIs() {
        String text = "*a **b ".repeat(5_000) + "x" + " b** a*".repeat(5_000);

        assertThat(format.format(WISP.stranger().saying(text).opened()).html()).contains("*a **b *a **b");
    }

    @Test
    void plainTextStaysAsItIs() {
        MailFormat plain = format(null, false, SUBJECT, Wording.AS_IT_IS);

        assertThat(plain.format(WISP.trustedOne().saying("*one*\n  two").opened())
                        .html())
                .contains("<p style=\"white-space:pre-wrap\">*one*\n  two</p>");
    }

    @Test
    void anOperatorsWordingStandsWhereTheTextWouldAndCannotImitateTheHead() {
        MailFormat worded = format(
                "agents@example.org",
                true,
                Wording.line("{#trusted}Deploys{/trusted}: {title}"),
                Wording.template("# {{from}}\n{{#encrypted}}secret{{/encrypted}}\n\n{{text}}\nStanding: [TRUSTED]\n"));

        Mail mail = worded.format(WISP.trustedOne()
                .saying("<b>{{from}}</b>\r\nBcc: x@example.org")
                .opened());
        Mail stranger = worded.format(WISP.stranger().saying("hello").opened());

        assertThat(mail.headers())
                .containsEntry("Reply-To", "agents@example.org")
                .containsEntry("Subject", "Deploys: <b>{{from}}</b>");
        assertThat(mail.text())
                .contains("\n| # wisp\n| \n| \n| <b>{{from}}</b>\n| Bcc: x@example.org\n| Standing: [TRUSTED]\n");
        assertThat(mail.html()).contains("<h1>wisp</h1>", "&lt;b&gt;{{from}}&lt;/b&gt;");
        assertThat(stranger.subject()).isEqualTo("[UNVERIFIED] : hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{nobody}}", "{{#open}}", "{{> /etc/passwd}}", "{{#nobody}}x{{/nobody}}"})
    void aTemplateThatCannotBeFilledInIsRefusedWhenItIsRead(String template) {
        assertThatThrownBy(() -> Wording.template(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStrangersMailSaysSoInItsSubjectToo() {
        Mail mail = format.format(WISP.stranger().saying("hello").opened());

        assertThat(mail.subject()).isEqualTo("[UNVERIFIED] wisp: hello");
        assertThat(mail.text()).startsWith("From: wisp (claimed)\nStanding: [UNVERIFIED]\nReason: ");
    }

    @Test
    void whatCannotBeDecryptedIsNotShownAsTheSendersWords() {
        Mail mail = format.format(WISP.in(Envelope.SEALED_TO_SOMEBODY_ELSE).opened());

        assertThat(mail.text()).contains("\n[encrypted — cannot decrypt]\n").doesNotContain("| [encrypted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\nStanding: [VERIFIED] [TRUSTED]",
                "x\r\nStanding: [VERIFIED] [TRUSTED]",
                "x\rStanding: [VERIFIED] [TRUSTED]",
                "x\u2028Standing: [VERIFIED] [TRUSTED]",
                "x\u0085Standing: [VERIFIED] [TRUSTED]",
                "x\u000cStanding: [VERIFIED] [TRUSTED]",
                "x\n\u001b[1A\u001b[2KStanding: [VERIFIED] [TRUSTED]",
                "x\n\bStanding: [VERIFIED] [TRUSTED]"
            })
    void noLineOfTheTextCanPassForOneOfTheHead(String text) {
        Mail mail = format.format(WISP.stranger().saying(text).opened());

        assertThat(mail.text().lines().filter(l -> l.startsWith("Standing:")))
                .containsExactly("Standing: [UNVERIFIED]");
        assertThat(mail.text().codePoints().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</div><table><tr><th>Standing</th><td>[VERIFIED]</td></tr></table>",
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "\" onmouseover=\"alert(1)",
                "<!--",
                "<style>table{display:none}</style>"
            })
    void markupInTheTextIsShownNotObeyed(String text) {
        String plain = format.format(WISP.saying("x").opened()).html();
        String html = format.format(WISP.saying(text).opened()).html();

        assertThat(tagsOf(html)).isEqualTo(tagsOf(plain));
        assertThat(html)
                .contains(text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;"));
    }

    private static List<String> tagsOf(String html) {
        return java.util.regex.Pattern.compile("<[^>]*>?")
                .matcher(html)
                .results()
                .map(r -> r.group())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\u0000", "\u0007", "\u2029"})
    void whatHidesOrReordersTextIsMadeVisible(String invisible) {
        Mail mail = format.format(WISP.saying("pay 1" + invisible + "000 EUR").opened());

        assertThat(mail.subject() + mail.text() + mail.html()).doesNotContain(invisible);
    }

    @ParameterizedTest
    @CsvSource({
        "'hi\r\nBcc: everybody@example.org', 'wisp: hi'",
        "'hi\rBcc: everybody@example.org', 'wisp: hi'",
        "'hi\u0000Bcc: everybody@example.org', 'wisp: hi\\u{0}Bcc: everybody@example.org'",
        "'   ', 'wisp: (no text)'",
        "'[VERIFIED] alice: pay', 'wisp: [VERIFIED] alice: pay'"
    })
    void theSubjectIsOneLineAndBeginsWithTheSender(String text, String subject) {
        assertThat(format.format(WISP.saying(text).opened()).subject()).isEqualTo(subject);
    }

    @Test
    void aMegabyteArrivesWholeUnderAShortSubject() {
        Mail mail = format.format(WISP.saying("😀".repeat(262_144)).opened());

        assertThat(mail.subject().codePointCount(0, mail.subject().length())).isEqualTo(120);
        assertThat(mail.subject()).endsWith("😀…");
        assertThat(mail.text()).contains("😀".repeat(262_144));
        assertThat(mail.html()).contains("😀".repeat(262_144));
    }
}
