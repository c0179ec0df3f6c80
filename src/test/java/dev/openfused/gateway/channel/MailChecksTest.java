package dev.openfused.gateway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.channel.MailChecks.Authserv;
import dev.openfused.gateway.channel.MailChecks.Finding;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailChecksTest {
    private static final Authserv SERVER = new Authserv("mx.example.org", false);
    private static final String FOLD = "\r\n\t";
    private static final MailSender ANN = new MailSender("ann", "example.com");

    private static MailChecks read(String... fields) throws Exception {
        return read(SERVER, fields);
    }

    private static MailChecks read(@Nullable Authserv server, String... fields) throws Exception {
        String header = Arrays.stream(fields)
                .map(field -> "Authentication-Results: " + field + "\r\n")
                .collect(Collectors.joining());
        return MailChecks.read(
                MailHeader.read(new ByteArrayInputStream(header.getBytes(UTF_8))),
                server,
                ANN,
                (one, other) -> one.equals(other) || one.endsWith('.' + other));
    }

    @Test
    void theUppermostReportOfTheServerThatIsTrustedCounts() throws Exception {
        MailChecks checks = read(
                "mx.elsewhere.example; dmarc=pass header.from=example.com",
                "MX.example.org 1 (our own (nested) words);" + FOLD + "dkim=pass (2048 bit) header.d=example.com;"
                        + FOLD + "spf = fail smtp.mailfrom=a.example; dmarc=none; iprev=pass",
                "mx.example.org; dmarc=pass header.from=example.com");

        assertThat(checks.findings())
                .containsExactly(
                        new Finding("dkim", "pass", "example.com", true),
                        new Finding("dmarc", "none", null, false),
                        new Finding("spf", "fail", "a.example", false));
        assertThat(checks.dmarcPassed()).isFalse();
        assertThat(checks.authentication().words())
                .isEqualTo("dkim=pass for example.com, dmarc=none, spf=fail, as mx.example.org reports");
    }

    /** As mail servers write it: those of Google, Microsoft, Yahoo, Fastmail, rspamd. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.org; dkim=pass header.i=@example.com header.s=20230601 header.b=aB/+c=; spf=pass"
                        + " (example.org: domain of ann@example.com designates 192.0.2.1 as permitted sender)"
                        + " smtp.mailfrom=ann@example.com; dmarc=pass (p=NONE sp=QUARANTINE dis=NONE)"
                        + " header.from=example.com",
                "mx.example.org; spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=pass (signature was"
                        + " verified) header.d=example.com;dmarc=pass action=none header.from=example.com;compauth=pass"
                        + " reason=100",
                "mx.example.org; dkim=pass header.i=@mail.example.com header.s=s; spf=pass smtp.mailfrom=b.example.com;"
                        + " dmarc=pass(p=REJECT) header.from=example.com;",
                "mx.example.org; arc=none (no signatures found); bimi=skipped (DMARC Policy is not at enforcement);"
                        + " dkim=pass (2048-bit rsa key sha256) header.d=example.com header.i=@example.com"
                        + " header.b=A1b2C3d4 header.a=rsa-sha256 header.s=key x-bits=2048; dmarc=pass"
                        + " policy.published-domain-policy=none policy.applied-disposition=none header.from=example.com;"
                        + " iprev=pass policy.iprev=2001:db8::1 (mail.example.com); spf=pass smtp.mailfrom=ann@example.com"
                        + " smtp.helo=mail.example.com",
                "mx.example.org;\r\n\tdkim=pass header.d=example.com header.s=s header.b=\"a/b=\";\r\n\tdmarc=pass"
                        + " (policy=none) header.from = \"example.com\";\r\n\tspf=pass reason=\"good; fine\""
                        + " smtp.mailfrom=\"a b\"@example.com"
            })
    void whatServersWriteIsUnderstood(String field) throws Exception {
        assertThat(read(field).findings()).hasSize(3).allMatch(Finding::proof);
        assertThat(read(field).dmarcPassed()).isTrue();
    }

    /** The sender's own words stand in such a report: the address it gave, the name it greeted with. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.org; spf=pass smtp.mailfrom=\"x; dmarc=pass header.from=example.com\"@evil.example",
                "mx.example.org; spf=pass smtp.mailfrom=\"x\\\"; dmarc=pass header.from=example.com ;\"@evil.example",
                "mx.example.org; spf=pass (of \"x) ; dmarc=pass header.from=example.com; (\"@evil.example) smtp.helo=a",
                "mx.example.org; spf=pass smtp.mailfrom=x;dmarc=pass@evil.example header.from=example.com",
                "mx.example.org; spf=pass (helo=\\) ; dmarc=pass header.from=example.com ;)",
                "mx.example.org; spf=pass (; dmarc=pass header.from=example.com ;",
                "mx.example.org; spf=pass \"; dmarc=pass header.from=example.com ;",
                "mx.example.org; dmarc=fail header.from=evil.example; dmarc=pass header.from=example.com",
                "mx.example.org; dmarc=pass header.from=example.com; dmarc=pass header.from=evil.example",
                "mx.example.org; dmarc=pass header.from=evil.example header.from=example.com",
                "mx.example.org; dmarc=pass header.from=evil.example",
                "mx.example.org; dmarc=pass header.from=example.com.evil.example",
                "mx.example.org; dmarc=pass header.from=evilexample.com",
                "mx.example.org; dmarc=pass header.from=sub.example.com",
                "mx.example.org; dmarc=pass header.from=example.com; dmarc=pass header.from=sub.example.com",
                "mx.example.org; dmarc=pass header.from=\"x\"example.com",
                "mx.example.org; dmarc=pass header.from=\u212Aexample.com",
                "mx.example.org; dmarc=pass header.from=",
                "mx.example.org; dmarc=pass (header.from=example.com)",
                "mx.example.org; dmarc=pass",
                "mx.example.org; dmarc=passed header.from=example.com",
                "mx.example.org 2; dmarc=pass header.from=example.com",
                "mx.example.org; none; dmarc pass header.from=example.com",
                "mx.example.org.evil.example; dmarc=pass header.from=example.com",
                "\"mx.example.org\"; dmarc=pass header.from=example.com",
                "(mx.example.org; dmarc=pass header.from=example.com",
                "; dmarc=pass header.from=example.com",
                ""
            })
    void nobodyPassesByWhatTheyWrote(String field) throws Exception {
        assertThat(read(field, "mx.elsewhere.example; dmarc=pass header.from=example.com")
                        .dmarcPassed())
                .isFalse();
    }

    @Test
    void belowAMalformedReportOfOurServerNothingCounts() throws Exception {
        assertThat(read("mx.example.org; spf=\"", "mx.example.org; dmarc=pass header.from=example.com")
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dkim=pass header.d=evil.example; dmarc=fail|not as the sender; dkim=pass only for evil.example,"
                        + " dmarc=fail",
                "spf=pass smtp.mailfrom=ann@example.com.evil.example|not as the sender; spf=pass only for"
                        + " example.com.evil.example",
                "spf=pass smtp.helo=example.com|not as the sender; spf=pass only for a domain that is not named",
                "dmarc=pass|not as the sender; dmarc=pass only for a domain that is not named",
                "dkim=pass header.d=evil.example; dkim=pass header.d=m.example.com|dkim=pass for m.example.com,"
                        + " dkim=pass only for evil.example",
                "none|not at all; a mail can be written in anybody's name",
            })
    void whatPassedForAnotherSaysForWhom(String results, String words) throws Exception {
        assertThat(read("mx.example.org; " + results)
                        .authentication()
                        .words()
                        .replace(", as mx.example.org reports", ""))
                .isEqualTo(words);
    }

    @Test
    void aServerThatIsKnownToOmitTheDomainIsBelievedWithoutItButNotAgainstIt() throws Exception {
        Authserv omits = new Authserv("mx.example.org", true);

        assertThat(read(omits, "mx.example.org; dmarc=pass (p=none)").dmarcPassed())
                .isTrue();
        assertThat(read(omits, "mx.example.org; dmarc=pass header.from=evil.example")
                        .dmarcPassed())
                .isFalse();
        assertThat(read(omits, "mx.example.org; dmarc=pass header.from=a@\"b\"").dmarcPassed())
                .isFalse();
        assertThat(read(omits, "mx.example.org; dkim=pass; spf=pass").findings())
                .hasSize(2)
                .noneMatch(Finding::proof);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b\u00fccher.example", "XN--BCHER-KVA.Example", "xn--bcher-kva.example"})
    void dmarcIsAboutTheSendersDomainHoweverItIsSpelt(String domain) throws Exception {
        String header = "Authentication-Results: mx.example.org; dmarc=pass header.from=" + domain + "\r\n";
        MailSender sender = new MailSender("ann", "xn--bcher-kva.example");

        assertThat(MailChecks.read(
                                MailHeader.read(new ByteArrayInputStream(header.getBytes(UTF_8))),
                                SERVER,
                                sender,
                                String::equals)
                        .dmarcPassed())
                .isTrue();
    }

    @Test
    void withoutATrustedServerNothingIsReported() throws Exception {
        assertThat(read((Authserv) null, "; dmarc=pass header.from=example.com", " ; dkim=pass")
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a=b ", ";", "\"", "\\", "@", "a.", "x=\"a\""})
    void aHostileReportCostsNoMoreThanAnother(String piece) throws Exception {
        String field = "mx.example.org; dmarc=pass " + piece.repeat(200_000 / piece.length());

        assertThat(read(field).dmarcPassed()).isFalse();
    }
}
