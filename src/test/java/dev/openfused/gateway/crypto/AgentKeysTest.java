package dev.openfused.gateway.crypto;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.Vectors;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentKeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"sender", "recipient", "stranger", "old_client"})
    void thePublicKeysOfARealStoreFollowFromThePrivateOnes(String role) {
        AgentKeys keys = Vectors.keys(role);

        assertThat(keys.publicKey()).isEqualTo(Vectors.text(Vectors.store(role).resolve(".keys/public.key")));
        assertThat(keys.encryptionKey())
                .isEqualTo(Vectors.text(Vectors.store(role).resolve(".keys/age.pub")));
        assertThat(keys.seedHex()).isEqualTo(Vectors.text(Vectors.store(role).resolve(".keys/private.key")));
        assertThat(keys.ageIdentities())
                .containsExactly(Vectors.text(Vectors.store(role).resolve(".keys/age.key")));
    }

    @Test
    void aChallengeIsSignedAsByARealClient() {
        AgentKeys keys = Vectors.keys("recipient");
        MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());
        for (JsonNode vector : Vectors.openfused("crypto/challenges.json").get("vectors")) {
            String challenge = vector.get("challenge").asText();
            String signature = vector.at("/core-0938c26/signature").asText();

            assertThat(keys.signText(challenge)).isEqualTo(signature);
            assertThat(verifier.isSigned(keys.publicKey(), challenge, signature))
                    .isTrue();
            assertThat(verifier.isSigned(keys.publicKey(), challenge + ' ', signature))
                    .isFalse();
        }
    }

    @Test
    void aTextThatReadsAsAMessageIsNotSignedAsAChallenge() {
        assertThatThrownBy(() -> AgentKeys.generate().signText("alice\n2026-01-01T00:00:00Z\nhello"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingSecretIsPrinted() {
        AgentKeys keys = AgentKeys.generate();

        assertThat(keys.toString())
                .contains(keys.fingerprint().value())
                .doesNotContain(keys.seedHex())
                .doesNotContain("AGE-SECRET-KEY");
    }

    @Test
    void aMalformedKeyIsNamedButNotShown() {
        String identity = AgentKeys.generate().ageIdentities().get(0);

        assertThatThrownBy(() -> AgentKeys.of("5ec3e7", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signing key")
                .hasMessageNotContaining("5ec3e7");
        assertThatThrownBy(() -> AgentKeys.of("00".repeat(32), List.of(identity.substring(0, 70))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("age identity")
                .hasMessageNotContaining(identity.substring(20, 60))
                .hasNoCause();
    }

    @Test
    void whiteSpaceAroundKeysIsIgnored() {
        AgentKeys keys = AgentKeys.generate();

        AgentKeys read = AgentKeys.of(
                ' ' + keys.seedHex() + '\n', List.of('\t' + keys.ageIdentities().get(0) + "\r\n"));

        assertThat(read.publicKey()).isEqualTo(keys.publicKey());
        assertThat(read.encryptionKey()).isEqualTo(keys.encryptionKey());
    }

    @Test
    void aRecipientIsCheckedByItsChecksum() {
        String recipient = requireNonNull(AgentKeys.generate().encryptionKey());
        assertThat(new AgeRecipient(recipient).value()).isEqualTo(recipient);

        for (String wrong : List.of(
                "",
                "age1",
                recipient.substring(0, 61) + (recipient.endsWith("q") ? "p" : "q"),
                recipient.toUpperCase(Locale.ROOT),
                AgentKeys.generate().ageIdentities().get(0))) {
            assertThatThrownBy(() -> new AgeRecipient(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("AGE-SECRET");
        }
    }
}
