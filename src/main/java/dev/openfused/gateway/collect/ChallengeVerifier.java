package dev.openfused.gateway.collect;

import dev.openfused.gateway.collect.ChallengeRefusedException.Reason;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.store.MeshFile;
import dev.openfused.gateway.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who calls: the holder of a key that the keyring knows under the name that was given. */
public final class ChallengeVerifier {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final MeshFile mesh;
    private final MessageVerifier verifier;
    private final BoundKeys bound;
    private final Clock clock;

    /**
     * For one store.
     *
     * @param mesh whose keyring
     * @param verifier checks signatures
     * @param bound who binds challenges
     * @param clock now
     */
    public ChallengeVerifier(MeshFile mesh, MessageVerifier verifier, BoundKeys bound, Clock clock) {
        this.mesh = mesh;
        this.verifier = verifier;
        this.bound = bound;
        this.clock = clock;
    }

    /**
     * Finds out who calls.
     *
     * @param challenge the proof
     * @param name whom the caller says to be, as given in the path
     * @param text what had to be signed, without its time: {@code OUTBOX:{name}} or {@code ACK:{name}:{file}}
     * @return the keyring's entry
     * @throws ChallengeRefusedException if it proves nothing. For an unknown name and for a wrong key the answer is the
     *     same and takes as long
     * @throws StoreException if the keyring can't be read
     */
    public KeyringEntry verify(Challenge challenge, String name, String text)
            throws ChallengeRefusedException, StoreException {
        String key = required(challenge.publicKey(), "X-OpenFuse-PublicKey");
        String signature = required(challenge.signature(), "X-OpenFuse-Signature");
        String timestamp = required(challenge.timestamp(), "X-OpenFuse-Timestamp");
        requireFresh(timestamp);
        String signed = text + ':' + timestamp;
        boolean good = verifier.isSigned(key, signed, signature);
        String boundSignature = challenge.origin() == null ? null : challenge.boundSignature();
        boolean bind =
                boundSignature != null && verifier.isSigned(key, signed + '\n' + challenge.origin(), boundSignature);
        Optional<KeyringEntry> caller = mesh.read().keyring().knownAs(key, name);
        if (!good || caller.isEmpty() || (boundSignature != null && !bind)) {
            throw refused();
        }
        if (bind) {
            bound.add(caller.get().fingerprint());
        } else if (bound.mustBind(caller.get().fingerprint())) {
            throw refused();
        }
        return caller.get();
    }

    private void requireFresh(String timestamp) throws ChallengeRefusedException {
        Instant signedAt;
        try {
            signedAt = Rfc3339.parse(timestamp);
        } catch (IllegalArgumentException e) {
            throw new ChallengeRefusedException(Reason.MALFORMED_TIMESTAMP, "X-OpenFuse-Timestamp " + e.getMessage());
        }
        Instant now = clock.instant();
        if (Duration.between(signedAt, now).abs().compareTo(LONGEST) > 0) {
            throw new ChallengeRefusedException(
                    Reason.STALE,
                    "the challenge was signed more than " + LONGEST.toMinutes() + " minutes from now (" + now
                            + "); sign a new one, and check both clocks");
        }
    }

    private static String required(@Nullable String value, String header) throws ChallengeRefusedException {
        if (value == null || value.isEmpty()) {
            throw new ChallengeRefusedException(
                    Reason.MISSING,
                    "the header " + header + " is missing; mail is given only to who proves to hold its key");
        }
        return value;
    }

    private static ChallengeRefusedException refused() {
        return new ChallengeRefusedException(
                Reason.REFUSED,
                "the challenge was not signed, for this server and request, by a key that is known here under that name;"
                        + " ask for your key to be imported");
    }
}
