package dev.openfused.gateway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.Cases;
import dev.openfused.gateway.message.RejectedMessageException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack: a From that two programs read as two different people. */
class MailSenderTest {
    private static final String REFUSED = "the mail is not from exactly one address";

    /** Of the cases that stay right. */
    private static final Map<String, String> SENDERS = Map.of(
            "n04c-spoof-quoted.eml", "attacker@evil.example",
            "n05-two-from-headers.eml", REFUSED,
            "m22-from-comma.eml", REFUSED);

    private static MailSender read(String header) throws Exception {
        return MailSender.read(MailHeader.read(new ByteArrayInputStream(header.getBytes(UTF_8))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ann@example.com|ann@example.com",
                "Ann <ann@example.com>|ann@example.com",
                "<Ann@EXAMPLE.com>|Ann@example.com",
                "Ann B. Example <ann+x@mail.example.com>|ann+x@mail.example.com",
                "\"Example, Ann\" <ann@example.com>|ann@example.com",
                "\"ceo@example.com\" <attacker@evil.example>|attacker@evil.example",
                "=?utf-8?Q?M=C3=BCller=2C_Anna?= <ann@example.com>|ann@example.com",
                "Änne Müller <ann@example.com>|ann@example.com",
                "ann@example.com (Ann (her own))|ann@example.com",
                "(a) Ann (of \\) Sales) <ann@example.com> (b)|ann@example.com",
                "\"ann\"@example.com|ann@example.com",
                "\"a b\"@example.com|\"a b\"@example.com",
                "\"ceo@example.com\\\" <x\"@evil.example|\"ceo@example.com\\\" <x\"@evil.example",
                "用户@例子.example|用户@xn--fsqu00a.example",
                "root@localhost|root@localhost",
            })
    void oneMailboxIsTheSender(String from, String address) throws Exception {
        assertThat(read("To: b@example.org\r\nFrom: " + from + "\r\n\r\nFrom: x")
                        .address())
                .isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: ceo@example.com <attacker@evil.example>",
                "From: ceo@example.com: attacker@evil.example;",
                "From: Boss <ceo@example.com> <attacker@evil.example>",
                "From: Boss <ceo@example.com> attacker@evil.example",
                "From: ceo@example.com, attacker@evil.example",
                "From: Example, Ann <ann@example.com>",
                "From: ceo@example.com\r\nFROM : attacker@evil.example",
                "From: ceo@example.com\r\nFrom:",
                "From: <@evil.example:ceo@example.com>",
                "From: <ceo@example.com",
                "From: ceo@example.com>",
                "From: <ceo @example.com>",
                "From: ceo@(evil.example)example.com",
                "From: ceo@example.com (<attacker@evil.example>)",
                "From: ceo@example.com (\") <attacker@evil.example> (\")",
                "From: ceo@example.com (",
                "From: \"ceo\" <attacker@evil.example> \"",
                "From: attacker@evil.example@example.com",
                "From: attacker@evil.example;@example.com",
                "From: ceo@example.com.",
                "From: .ceo@example.com",
                "From: ceo@[192.0.2.1]",
                "From: ceo@ex\u0430mple\u3002com",
                "From: ceo@\uFF45xample.com",
                "From: ceo@\u212Aite.example",
                "From: \"\"@example.com",
                "From: <>",
                "From: Ann",
                "From:",
                "X: y",
                ""
            })
    void whatCanBeReadInTwoWaysIsRefused(String header) {
        assertThatThrownBy(() -> read(header + "\r\nTo: b@example.org\r\n\r\n"))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessage(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y\rFrom: ceo@example.com\r\n",
                "From: ceo@example.com\0\r\n",
                "From: ceo@example.com\r\r\n",
            })
    void aLineThatEndsForSomeProgramsOnlyIsRefused(String header) {
        assertThatThrownBy(() -> read(header + "\r\n"))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("carriage return inside a line");
    }

    @Test
    void aHeaderWithoutEndIsNotReadToItsEnd() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }
        };

        assertThatThrownBy(() -> MailHeader.read(endless))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void aFoldedFieldIsOneFieldInEitherKindOfLines() throws Exception {
        assertThat(read("From: Ann\r\n\t<ann@example.com>\r\n (her own)\r\n\r\n")
                        .address())
                .isEqualTo("ann@example.com");
        assertThat(read("From nobody Sun Nov 29\nfrom: Ann\n <ann@example.com>\n\n")
                        .address())
                .isEqualTo("ann@example.com");
    }

    @Test
    void aListNamesAddressesAndWholeDomains() {
        List<String> allowed = List.of("Ann@Example.com", "@example.org");

        assertThat(new MailSender("ANN", "example.com").isAmong(allowed)).isTrue();
        assertThat(new MailSender("anyone", "example.org").isAmong(allowed)).isTrue();
        assertThat(new MailSender("bob", "example.com").isAmong(allowed)).isFalse();
        assertThat(new MailSender("bob", "mail.example.org").isAmong(allowed)).isFalse();
        assertThat(new MailSender("ceo@example.org", "evil.example").isAmong(allowed))
                .isFalse();
        assertThat(new MailSender("\u212Aim", "example.com").isAmong(List.of("kim@example.com")))
                .isFalse();
    }

    @Test
    void theCasesOfSpoofingAreRefusedAndTheOthersStayRight() throws Exception {
        for (Path mail : Cases.mails("mail-from-spoof")) {
            assertThat(sender(mail)).as(mail.toString()).isEqualTo(REFUSED);
        }
        for (Path mail : Cases.mails("mail-stays-right")) {
            String name = mail.getFileName().toString();
            assertThat(sender(mail)).as(name).isEqualTo(SENDERS.getOrDefault(name, "ann@example.com"));
        }
    }

    private static String sender(Path file) throws Exception {
        try (InputStream mail = Files.newInputStream(file)) {
            return MailSender.read(MailHeader.read(mail)).address();
        } catch (RejectedMessageException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Whatever is taken for one address says the same of itself when it is read again. */
    @Property(tries = 2000)
    void anAddressIsReadAsWritten(
            @ForAll @StringLength(max = 30) @CharRange(from = ' ', to = '~') String before,
            @ForAll @StringLength(max = 30) String behind)
            throws Exception {
        try {
            MailSender sender = read("From: " + before + "@" + behind.replaceAll("[\r\n\0]", "") + "\r\n\r\n");
            assertThat(read("From: " + sender.address() + "\r\n\r\n")).isEqualTo(sender);
            assertThat(read("From: =?a?b?c?= <" + sender.address() + ">\r\n\r\n"))
                    .isEqualTo(sender);
        } catch (RejectedMessageException e) {
            assertThat(e).hasMessageContaining("not from exactly one address");
        }
    }
}
