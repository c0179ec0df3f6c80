package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.TestCertificates;
import dev.openfused.gateway.TestCertificates.Identity;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That certificates are shown and checked is tested against real servers, in HttpClientFactoryTest. */
class PemTlsTest {
    private static final TestCertificates CERTIFICATES = new TestCertificates();
    private static final Identity IDENTITY = CERTIFICATES.issue("the gateway");
    private static final byte[] CERTIFICATE = IDENTITY.certificatePem().getBytes(US_ASCII);

    private static byte[] pkcs8() {
        return ("-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(IDENTITY.key().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n")
                .getBytes(US_ASCII);
    }

    @Test
    void aKeyIsReadInItsNewAndItsOlderForm() {
        assertThat(PemTls.client(null, CERTIFICATE, pkcs8())).isNotNull();
        assertThat(PemTls.client(null, CERTIFICATE, IDENTITY.keyPem().getBytes(US_ASCII)))
                .isNotNull();
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        assertThatThrownBy(() -> PemTls.client(null, CERTIFICATE, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a client certificate needs its key, and a key its certificate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no PEM at all",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"
            })
    void aMalformedKeyIsRefusedInOneLine(String pem) {
        assertThatThrownBy(() -> PemTls.client(null, CERTIFICATE, pem.getBytes(US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\n", "AAAA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no PEM at all", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void malformedAuthoritiesAreRefusedInOneLineAndNotReplacedByTheSystems(String pem) {
        assertThatThrownBy(() -> PemTls.client(pem.getBytes(US_ASCII), null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\n");
    }
}
