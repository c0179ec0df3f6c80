package dev.openfused.gateway.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.WebhookIn;
import dev.openfused.gateway.channel.ChannelMessage.Authentication;
import dev.openfused.gateway.channel.StandardWebhooks;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.settings.Secret;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who may call an inward webhook: whoever signs the call with the bridge's secret, or knows its token. If the bridge has a
 * secret and the call carries a signature, the signature decides; a good token does not save a bad signature.
 */
public final class WebhookGuard {
    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer ";

    private final Clock clock;

    /**
     * A guard.
     *
     * @param clock a signature's time is compared with it
     */
    public WebhookGuard(Clock clock) {
        this.clock = clock;
    }

    /**
     * Lets a call in, or not.
     *
     * @param bridge whose door
     * @param headers gives a header field of the call by its name, or null
     * @param body exactly the bytes that came
     * @return how the caller proved itself; empty if it did not try to
     * @throws RejectedMessageException {@code BAD_SIGNATURE} if token or signature are wrong, {@code STALE} if the
     *     signature is too old or ahead of time
     */
    public Optional<Authentication> admit(Bridge bridge, Function<String, @Nullable String> headers, byte[] body)
            throws RejectedMessageException {
        Optional<Secret> secret = bridge.find(WebhookIn.SECRET);
        String signature = headers.apply(StandardWebhooks.SIGNATURE);
        if (secret.isPresent() && signature != null) {
            new StandardWebhooks(secret.get())
                    .verify(
                            headers.apply(StandardWebhooks.ID),
                            headers.apply(StandardWebhooks.TIMESTAMP),
                            signature,
                            body,
                            clock.instant());
            return Optional.of(Authentication.SIGNATURE);
        }
        Optional<Secret> token = bridge.find(WebhookIn.TOKEN);
        String authorization = headers.apply(AUTHORIZATION);
        if (token.isEmpty() || authorization == null) {
            return Optional.empty();
        }
        if (!isBearer(authorization, token.get())) {
            throw new RejectedMessageException(
                    Reason.BAD_SIGNATURE, "the token is not that of bridge '" + bridge.name() + "'");
        }
        return Optional.of(Authentication.TOKEN);
    }

    private static boolean isBearer(String authorization, Secret token) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && Digests.isSame(
                        token.reveal().getBytes(UTF_8),
                        authorization.substring(BEARER.length()).strip().getBytes(UTF_8));
    }
}
