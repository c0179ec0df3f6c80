package dev.openfused.gateway.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.openfused.gateway.crypto.AgentKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The original stored its own export as if it were a key, and mail then went out unencrypted. */
class KeyExportTest {
    private static final String SIGNING = "1cf022cf7e7028355b032701cf329397dd504ef0b7ca7573a35efe2998f89206";
    private static final String OTHER = "e333cf653947233fa9d8aa058c10025cfe4d913b131d9a9a4927c9d04d3c23e3";
    private static final String AGE = "age1gx9p4pt4zwp7zllslywwtvhmyqpvya7v4vtwaq0d39nj4j4ryd8q089s2l";

    @Test
    void whatIsExportedCanBeImported() {
        KeyExport exported = KeyExport.of(AgentKeys.generate());

        assertThat(KeyExport.parse(exported.text("alice", "wC_mVQL1n27k"))).isEqualTo(exported);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signing:" + SIGNING + "\nencryption:" + AGE,
                "# a comment\r\n\r\nencryption: " + AGE + "\r\n  signing: " + SIGNING + "  \r\n",
                SIGNING + "\n" + AGE + "\n",
                AGE + "\nsigning:" + SIGNING + "\n" + SIGNING
            })
    void labelledOrBareInAnyOrderTheKeysAreFound(String text) {
        assertThat(KeyExport.parse(text)).isEqualTo(new KeyExport(SIGNING, AGE));
    }

    @Test
    void capitalsInASigningKeyAreMadeSmallAsFingerprintsGoByItsText() {
        assertThat(KeyExport.parse(SIGNING.toUpperCase(java.util.Locale.ROOT)).signingKey())
                .isEqualTo(SIGNING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a comment",
                "hello",
                "signing:" + AGE,
                "encryption:" + SIGNING,
                "signing:" + SIGNING + "00",
                SIGNING + "\n" + OTHER,
                "AGE-SECRET-KEY-1QQQQ",
                "signing:"
            })
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> KeyExport.parse(text));
    }

    @Test
    void aPrivateKeyGivenByMistakeIsNotShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyExport.parse(SIGNING + "\nAGE-SECRET-KEY-1QQQQ"))
                .withMessageStartingWith("line 2 is not a public key")
                .withMessageNotContaining("QQQQ");
    }

    @Test
    void aSecondAgeKeyIsRefused() {
        KeyExport keys = KeyExport.parse(SIGNING + "\n" + AGE);

        assertThat(keys.orEncryptionKey(AGE)).isEqualTo(keys);
        assertThat(keys.orEncryptionKey(null)).isEqualTo(keys);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> keys.orEncryptionKey("age1ecc3x8n0g47pw8dqt4dx4k4myse0vzrtlt9d07rwns04gpza056q52ulns"));
    }
}
