package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HmacSha256Test {
    @Test
    void itGivesTheCodeOfRfc4231TestCase2() {
        HmacSha256 hmac = new HmacSha256("Jefe".getBytes(UTF_8));
        byte[] data = "what do ya want for nothing?".getBytes(UTF_8);
        byte[] code = HexFormat.of().parseHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");

        assertThat(hmac.of(data)).isEqualTo(code);
        assertThat(hmac.matches(data, code)).isTrue();
        assertThat(hmac.matches("something else".getBytes(UTF_8), code)).isFalse();
        assertThat(hmac.matches(data, new byte[0])).isFalse();
    }

    @Test
    void idsAreOfTheFormThatMeshFilesHave() {
        assertThat(RandomIds.nanoid()).matches("[A-Za-z0-9_-]{12}").isNotEqualTo(RandomIds.nanoid());
        assertThat(RandomIds.hex(6)).matches("[0-9a-f]{12}");
    }
}
