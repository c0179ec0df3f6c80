package dev.openfused.gateway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.HmacSha256;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.settings.Secret;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a call comes from Slack: HMAC-SHA256 with the app's signing secret over version, time and body.
 *
 * @see <a href="https://docs.slack.dev/authentication/verifying-requests-from-slack">Verifying requests from Slack</a>
 */
public final class SlackSignature {
    /** Header: seconds since 1970. */
    public static final String TIMESTAMP = "X-Slack-Request-Timestamp";

    /** Header: {@code v0=} and 64 hex digits. */
    public static final String SIGNATURE = "X-Slack-Signature";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final HmacSha256 hmac;

    /**
     * Checks with one secret.
     *
     * @param secret the app's signing secret
     */
    public SlackSignature(Secret secret) {
        this.hmac = new HmacSha256(secret.revealCurrent().getBytes(UTF_8));
    }

    /**
     * Checks a call. Within the tolerance it can be replayed: whether it was seen before is for the caller to look up.
     *
     * @param timestamp the header's value, or null if it is missing
     * @param signature the header's value, or null if it is missing
     * @param body exactly the bytes that came
     * @param now our time
     * @throws RejectedMessageException {@code BAD_SIGNATURE} if it is not by this secret, {@code STALE} if its time is
     *     too far off
     */
    public void verify(@Nullable String timestamp, @Nullable String signature, byte[] body, Instant now)
            throws RejectedMessageException {
        if (timestamp == null
                || signature == null
                || !timestamp.matches("[0-9]{1,12}")
                || !signature.matches("v0=[0-9a-f]{64}")) {
            throw new RejectedMessageException(Reason.BAD_SIGNATURE, "the call is not signed as Slack signs");
        }
        ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 32);
        signed.writeBytes(("v0:" + timestamp + ':').getBytes(UTF_8));
        signed.writeBytes(body);
        if (!hmac.matches(signed.toByteArray(), HexFormat.of().parseHex(signature.substring(3)))) {
            throw new RejectedMessageException(
                    Reason.BAD_SIGNATURE, "the call's signature is not by this bridge's signing-secret");
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        if (off.abs().compareTo(TOLERANCE) > 0) {
            throw new RejectedMessageException(
                    Reason.STALE, "the call was signed " + off.toSeconds() + " seconds ago; compare the clocks");
        }
    }
}
