package dev.openfused.gateway.collect;

import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.queue.DeliveryQueue;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys whose holders bind their challenges to the server they call. From then on nothing less is taken from them: a
 * malicious peer could replay an unbound challenge at another store (protocol section 6, Challenge relay).
 */
public final class BoundKeys {
    private static final String NOTE = "bound:";

    private final DeliveryQueue queue;
    private final boolean required;
    private final Clock clock;
    private final Set<Fingerprint> known = ConcurrentHashMap.newKeySet();

    /**
     * For one store.
     *
     * @param queue remembers them over restarts
     * @param required whether who has bound a challenge is held to it
     * @param clock gives the time of the first bound challenge
     */
    public BoundKeys(DeliveryQueue queue, boolean required, Clock clock) {
        this.queue = queue;
        this.required = required;
        this.clock = clock;
    }

    /**
     * Whether an unbound challenge of a key's holder is not enough.
     *
     * @param key of an entry of the keyring, so there are few
     * @return true if it has bound one before
     */
    boolean mustBind(Fingerprint key) {
        return required && isKnown(key);
    }

    private boolean isKnown(Fingerprint key) {
        if (known.contains(key)) {
            return true;
        }
        boolean bound = queue.sharedNote(NOTE + key).isPresent();
        if (bound) {
            known.add(key);
        }
        return bound;
    }

    void add(Fingerprint key) {
        if (!isKnown(key)) {
            queue.setSharedNote(NOTE + key, clock.instant().toString());
            known.add(key);
        }
    }
}
