package dev.openfused.gateway.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageJsonTest {
    private static final SignedMessage MESSAGE =
            new SignedMessage("wisp", "2026-03-21T07:59:44Z", "hi", "c2ln", "00", null, false, null);

    @Test
    void theLayoutIsThatOfJsonStringifyAndResentStandsLast() {
        SignedMessage message = new SignedMessage(
                "wisp",
                "2026-03-21T07:59:44Z",
                "\b\f\n\r\t\"\\/ \u0000 \u0007 \u001b \u001f \u007f \u2028 ż 🚀",
                "c2ln",
                "00",
                "age1x",
                true,
                new SignedMessage.Resent("2026-03-20T07:59:44Z", "b2xk"));

        assertThat(new String(MessageJson.write(message), UTF_8)).isEqualTo("""
            {
              "from": "wisp",
              "timestamp": "2026-03-21T07:59:44Z",
              "message": "\\b\\f\\n\\r\\t\\"\\\\/ \\u0000 \\u0007 \\u001b \\u001f \u007f \u2028 ż 🚀",
              "signature": "c2ln",
              "publicKey": "00",
              "encryptionKey": "age1x",
              "encrypted": true,
              "resent": {
                "timestamp": "2026-03-20T07:59:44Z",
                "signature": "b2xk"
              }
            }\
            """.stripTrailing());
    }

    @Test
    void anUnknownKeyIsIgnoredAndAMissingFlagMeansFalse() throws RejectedMessageException {
        String json = """
            {"future": {"from": ["x"], "deep": [[1]]}, "from": "wisp", "timestamp": "t", "message": "m",
             "signature": "s", "publicKey": "k", "encryptionKey": null, "resent": null, "_outboxFile": 7}
            """;

        assertThat(MessageJson.read(json.getBytes(UTF_8)))
                .isEqualTo(new SignedMessage("wisp", "t", "m", "s", "k", null, false, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{}{}",
                "// comment\n{}",
                "{'from': 'x'}",
                "{\"from\": 1}",
                "{\"from\": null}",
                "{\"encrypted\": null}",
                "{\"encrypted\": \"true\"}",
                "{\"resent\": []}",
                "{\"resent\": {}}",
                "{\"message\": \"\\ud800\"}",
                "{\"future\": 1, \"future\": 2}",
                "{\"from\": \"a\\n"
                        + "b\", \"timestamp\": \"t\", \"message\": \"\", \"signature\": \"\", \"publicKey\": \"\"}",
            })
    void whatIsNoMessageIsMalformed(String json) {
        assertMalformed(json.getBytes(UTF_8));
    }

    @Test
    void whatIsTooLongOrTooDeepIsMalformed() {
        assertMalformed(write(withFrom("x".repeat(257))));
        assertMalformed(("{\"future\": " + "[".repeat(1000) + "]".repeat(1000) + "}").getBytes(UTF_8));
        assertMalformed(("{\"message\": \"" + "x".repeat(MessageJson.LARGEST + 1) + "\"}").getBytes(UTF_8));
        assertMalformed(new byte[64 << 20]);
    }

    @Test
    void theReasonOfARefusalIsOneLine() {
        assertThatThrownBy(() -> MessageJson.read("{\"from\": 1}".getBytes(UTF_8)))
                .hasMessage("not a message: from is not a string");
    }

    @Property
    void anyEnvelopeIsReadAsItWasWritten(@ForAll String text) throws RejectedMessageException {
        if (!Utf8.canEncode(text)) {
            return;
        }
        SignedMessage message = new SignedMessage("wisp", "t", text, "s", "k", "e", true, null);

        assertThat(MessageJson.read(MessageJson.write(message))).isEqualTo(message);
    }

    @Property
    void aDamagedEnvelopeIsReadOrRefusedAndNothingElse(@ForAll byte[] garbage, @ForAll byte position) {
        byte[] json = MessageJson.write(MESSAGE);
        int at = Math.floorMod(position, json.length);
        byte[] damaged = Arrays.copyOf(json, json.length + garbage.length);
        System.arraycopy(garbage, 0, damaged, at, garbage.length);
        try {
            assertThat(MessageJson.read(damaged)).isNotNull();
        } catch (RejectedMessageException e) {
            assertThat(e.reason()).isEqualTo(RejectedMessageException.Reason.MALFORMED);
        }
    }

    private static SignedMessage withFrom(String from) {
        return new SignedMessage(from, "t", "m", "s", "k", null, false, null);
    }

    private static byte[] write(SignedMessage message) {
        return MessageJson.write(message);
    }

    private static void assertMalformed(byte[] json) {
        assertThatThrownBy(() -> MessageJson.read(json))
                .isInstanceOfSatisfying(RejectedMessageException.class, e -> assertThat(e.reason())
                        .isEqualTo(RejectedMessageException.Reason.MALFORMED));
    }
}
