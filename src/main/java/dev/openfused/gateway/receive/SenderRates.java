package dev.openfused.gateway.receive;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.CommonSettings;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.receive.LimitReachedException.Limit;
import dev.openfused.gateway.settings.Rate;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often each sender on a channel may write, by the bridge's {@code sender-rate}. Senders are who they say they are: it
 * keeps one loud program from drowning the others, and does not keep out who makes up names. Who is not named shares one
 * allowance with all such.
 */
final class SenderRates {
    private final LongSupplier nanoTime;
    private final Map<String, Limited> bridges = new ConcurrentHashMap<>();

    SenderRates(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Limited(Rate rate, TokenBuckets<String> buckets) {}

    /** Counts one message, or refuses it. */
    void take(Bridge bridge, @Nullable String sender) throws LimitReachedException {
        String name = bridge.name().value();
        Rate rate = bridge.find(CommonSettings.SENDER_RATE).orElse(null);
        if (rate == null) {
            bridges.remove(name);
            return;
        }
        Limited limited = bridges.compute(
                name,
                (n, known) -> known != null && known.rate().equals(rate)
                        ? known
                        : new Limited(rate, new TokenBuckets<>(rate, nanoTime)));
        Duration wait = limited.buckets().take(sender == null ? "" : sender.toLowerCase(Locale.ROOT));
        if (!wait.isZero()) {
            throw new LimitReachedException(
                    Limit.TOO_MANY_REQUESTS,
                    wait,
                    "bridge '" + name + "': " + (sender == null ? "who is not named" : VisibleText.of(sender))
                            + " writes more often than its sender-rate");
        }
    }
}
