package dev.openfused.gateway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.HmacSha256;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.settings.Secret;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs and checks webhook calls as Standard Webhooks lays down: HMAC-SHA256 over id, time and body, joined by dots. One
 * for each secret; safe for many threads.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks, Signature scheme</a>
 */
public final class StandardWebhooks {
    /** Names the call, the same at each try. */
    public static final String ID = "webhook-id";

    /** When this try was signed, in seconds since 1970. */
    public static final String TIMESTAMP = "webhook-timestamp";

    /** {@code v1,} and Base64, several separated by blanks while a secret is being replaced. */
    public static final String SIGNATURE = "webhook-signature";

    /** How far a call's time may be from ours, either way. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final int LONGEST_ID = 256;

    private final HmacSha256 hmac;

    /**
     * Signs and checks with one secret.
     *
     * @param secret {@code whsec_} and Base64 of the key, or any other text, whose UTF-8 bytes are the key
     * @throws IllegalArgumentException if what follows {@code whsec_} is not Base64; the text does not hold the secret
     */
    public StandardWebhooks(Secret secret) {
        this.hmac = new HmacSha256(keyOf(secret.reveal()));
    }

    private static byte[] keyOf(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return secret.getBytes(UTF_8);
        }
        try {
            return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a webhook secret that begins whsec_ must go on in Base64", e);
        }
    }

    /**
     * The three headers of a call.
     *
     * @param id names the call, the same at each try
     * @param now when this try is made
     * @param body exactly the bytes that are sent
     * @return values by header name
     */
    public Map<String, String> headers(String id, Instant now, byte[] body) {
        String timestamp = Long.toString(now.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, id);
        headers.put(TIMESTAMP, timestamp);
        headers.put(SIGNATURE, VERSION + Base64.getEncoder().encodeToString(hmac.of(signedBytes(id, timestamp, body))));
        return headers;
    }

    /**
     * Checks a call. Whether its id was seen before is for the caller to look up: within the tolerance a call can be
     * replayed.
     *
     * @param id the header's value, or null if it is missing
     * @param timestamp the header's value, or null if it is missing
     * @param signatures the header's value, or null if it is missing
     * @param body exactly the bytes that came
     * @param now our time
     * @throws RejectedMessageException {@code BAD_SIGNATURE} if a header is missing or malformed or no signature is by
     *     this secret, {@code STALE} if the signature is good and its time too far off
     */
    public void verify(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body, Instant now)
            throws RejectedMessageException {
        if (id == null || id.isEmpty() || id.length() > LONGEST_ID || timestamp == null || signatures == null) {
            throw new RejectedMessageException(
                    Reason.BAD_SIGNATURE,
                    "the call is not signed; it needs the headers " + ID + ", " + TIMESTAMP + " and " + SIGNATURE);
        }
        if (!timestamp.matches("[0-9]{1,12}")) {
            throw new RejectedMessageException(
                    Reason.BAD_SIGNATURE, TIMESTAMP + " is not a number of seconds since 1970");
        }
        if (!isAnyGood(signatures, signedBytes(id, timestamp, body))) {
            throw new RejectedMessageException(
                    Reason.BAD_SIGNATURE, "no signature of the call is by this bridge's secret over these bytes");
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        if (off.abs().compareTo(TOLERANCE) > 0) {
            throw new RejectedMessageException(
                    Reason.STALE,
                    "the call was signed " + off.abs().toSeconds() + " seconds " + (off.isNegative() ? "ahead" : "ago")
                            + "; compare the clocks, or sign each try anew");
        }
    }

    private boolean isAnyGood(String signatures, byte[] signed) {
        boolean good = false;
        for (String signature : signatures.split(" ", -1)) {
            if (signature.startsWith(VERSION)) {
                try {
                    good |= hmac.matches(signed, Base64.getDecoder().decode(signature.substring(VERSION.length())));
                } catch (IllegalArgumentException e) {
                    continue; // not Base64, so not a signature; another one may be good
                }
            }
        }
        return good;
    }

    private static byte[] signedBytes(String id, String timestamp, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 64);
        signed.writeBytes((id + '.' + timestamp + '.').getBytes(UTF_8));
        signed.writeBytes(body);
        return signed.toByteArray();
    }
}
