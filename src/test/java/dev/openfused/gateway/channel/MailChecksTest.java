package dev.openfused.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailChecksTest {
    private static MailChecks read(String... headers) {
        return MailChecks.read(List.of(headers), "mx.example.org");
    }

    @Test
    void theUppermostReportOfTheServerThatIsTrustedCounts() {
        MailChecks checks = read(
                "mx.elsewhere.example; dmarc=pass",
                "MX.example.org 1 (our own (nested) words);\r\n\tdkim=pass (2048 bit) header.d=a.example;\r\n spf = fail"
                        + " smtp.mailfrom=a.example; dmarc=none; iprev=pass",
                "mx.example.org; dmarc=pass");

        assertThat(checks.results()).isEqualTo(Map.of("dkim", "pass", "spf", "fail", "dmarc", "none"));
        assertThat(checks.dmarcPassed()).isFalse();
        assertThat(checks.authentication().words())
                .isEqualTo("dkim=pass, dmarc=none, spf=fail, as mx.example.org reports");
    }

    /** The sender's own words stand in such a report: the address it gave, the name it greeted with. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.org; spf=pass smtp.mailfrom=\"x; dmarc=pass\"@evil.example",
                "mx.example.org; spf=pass smtp.mailfrom=\"x\\\"; dmarc=pass ;\"@evil.example",
                "mx.example.org; spf=pass (domain of \"x) ; dmarc=pass ; (\"@evil.example) smtp.helo=a",
                "mx.example.org; spf=pass smtp.mailfrom=x;dmarc=pass@evil.example",
                "mx.example.org; spf=pass (helo=\\) ; dmarc=pass ;)",
                "mx.example.org; spf=pass (; dmarc=pass ;",
                "mx.example.org; spf=pass \"; dmarc=pass ;",
                "mx.example.org; dmarc=fail; dmarc=pass",
                "mx.example.org; dmarc=pass; dmarc=fail",
                "mx.example.org; dmarc=passed",
                "mx.example.org.evil.example; dmarc=pass",
                "\"mx.example.org\"; dmarc=pass",
                "; dmarc=pass",
                ""
            })
    void nobodyPassesByWhatTheyWrote(String header) {
        assertThat(read(header).dmarcPassed()).isFalse();
    }

    @Test
    void withoutATrustedServerNothingIsReported() {
        assertThat(MailChecks.read(List.of("; dmarc=pass", " ; dkim=pass"), "").results())
                .isEmpty();
    }
}
