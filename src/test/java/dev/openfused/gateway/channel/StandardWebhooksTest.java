package dev.openfused.gateway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.settings.Secret;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhooksTest {
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant THEN = Instant.ofEpochSecond(1614265330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    /** The example that the Standard Webhooks libraries are tested with. */
    private final StandardWebhooks webhooks = new StandardWebhooks(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    @Test
    void aCallIsSignedAsTheSpecificationsExampleIs() {
        assertThat(webhooks.headers(ID, THEN, BODY))
                .isEqualTo(Map.of("webhook-id", ID, "webhook-timestamp", "1614265330", "webhook-signature", SIGNATURE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="
                        + " v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,%%% v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            })
    void oneGoodSignatureAmongSeveralIsEnough(String signatures) throws Exception {
        webhooks.verify(ID, "1614265330", signatures, BODY, THEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1,",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O0=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O",
                "v1,%%%"
            })
    void aCallWithoutAGoodSignatureIsRejected(String signatures) {
        assertRejected(Reason.BAD_SIGNATURE, ID, "1614265330", signatures, BODY, THEN);
    }

    @Test
    void aChangedIdTimeOrBodyIsRejected() {
        assertRejected(Reason.BAD_SIGNATURE, "msg_other", "1614265330", SIGNATURE, BODY, THEN);
        assertRejected(Reason.BAD_SIGNATURE, ID, "1614265331", SIGNATURE, BODY, THEN);
        assertRejected(Reason.BAD_SIGNATURE, ID, "1614265330", SIGNATURE, "{\"test\": 1}".getBytes(UTF_8), THEN);
    }

    @Test
    void aCallThatLacksAHeaderIsRejected() {
        assertRejected(Reason.BAD_SIGNATURE, null, "1614265330", SIGNATURE, BODY, THEN);
        assertRejected(Reason.BAD_SIGNATURE, "", "1614265330", SIGNATURE, BODY, THEN);
        assertRejected(Reason.BAD_SIGNATURE, ID, null, SIGNATURE, BODY, THEN);
        assertRejected(Reason.BAD_SIGNATURE, ID, "1614265330", null, BODY, THEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1614265330", "1614265330.5", "2021-02-25T15:02:10Z", "99999999999999999999", "\u0661"})
    void aTimeThatIsNoNumberOfSecondsIsRejected(String timestamp) {
        assertRejected(Reason.BAD_SIGNATURE, ID, timestamp, SIGNATURE, BODY, THEN);
    }

    @ParameterizedTest
    @CsvSource({"301, true", "300, false", "0, false", "-300, false", "-301, true", "31536000, true"})
    void aCallMoreThanFiveMinutesOffIsStale(long secondsLater, boolean stale) throws Exception {
        Instant now = THEN.plusSeconds(secondsLater);
        if (stale) {
            assertRejected(Reason.STALE, ID, "1614265330", SIGNATURE, BODY, now);
        } else {
            webhooks.verify(ID, "1614265330", SIGNATURE, BODY, now);
        }
    }

    @Test
    void aPlainSecretIsTheKeyItself() throws Exception {
        StandardWebhooks plain = new StandardWebhooks(Secret.of("correct horse"));
        Map<String, String> headers = plain.headers("1", THEN, BODY);

        plain.verify("1", headers.get("webhook-timestamp"), headers.get("webhook-signature"), BODY, THEN);
        assertThat(headers).doesNotContainValue("correct horse");
    }

    @Test
    void aSecretThatIsNotBase64IsRefusedWithoutBeingShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StandardWebhooks(Secret.of("whsec_not base64!")))
                .withMessageNotContaining("not base64!");
    }

    private void assertRejected(
            Reason reason,
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signatures,
            byte[] body,
            Instant now) {
        assertThatThrownBy(() -> webhooks.verify(id, timestamp, signatures, body, now))
                .isInstanceOfSatisfying(RejectedMessageException.class, e -> assertThat(e.reason())
                        .isEqualTo(reason));
    }
}
