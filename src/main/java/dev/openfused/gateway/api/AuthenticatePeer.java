package dev.openfused.gateway.api;

import static java.util.Objects.requireNonNull;

import dev.openfused.gateway.collect.Challenge;
import dev.openfused.gateway.collect.ChallengeRefusedException;
import dev.openfused.gateway.collect.ChallengeVerifier;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.store.StoreException;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Route step {@code authenticatePeer}: lets a request for an outbox on only if its caller proved to hold the key that is
 * known here under the name in the path (protocol section 6, Challenge).
 */
public final class AuthenticatePeer implements Processor {
    private static final String CALLER = AuthenticatePeer.class.getName();

    private final ChallengeVerifier verifier;
    private final RequestOrigins origins;

    /**
     * The step.
     *
     * @param verifier checks the proof
     * @param hosts the server's host names, as {@link HttpSettings#hosts()}
     */
    public AuthenticatePeer(ChallengeVerifier verifier, Set<String> hosts) {
        this.verifier = verifier;
        this.origins = new RequestOrigins(hosts);
    }

    @Override
    public void process(Exchange exchange) throws RequestRefusedException, StoreException {
        OutboxPath path = OutboxPath.of(exchange);
        HttpServerRequest request = CalledRequest.of(exchange);
        Challenge challenge = new Challenge(
                request.getHeader("X-OpenFuse-PublicKey"),
                request.getHeader("X-OpenFuse-Signature"),
                request.getHeader("X-OpenFuse-Timestamp"),
                request.getHeader("X-OpenFuse-Bound-Signature"),
                origins.of(exchange));
        try {
            exchange.setProperty(CALLER, verifier.verify(challenge, path.name(), path.challengeText()));
        } catch (ChallengeRefusedException e) {
            throw new RequestRefusedException(problem(e));
        }
    }

    /** Who proved to call. */
    static KeyringEntry callerOf(Exchange exchange) {
        return requireNonNull(exchange.getProperty(CALLER, KeyringEntry.class), "authenticatePeer comes first");
    }

    private static Problem problem(ChallengeRefusedException refused) {
        String detail = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case MISSING -> Problem.named("challenge-missing", "Unauthenticated", 401, detail);
            case STALE -> Problem.named("challenge-stale", "Unauthenticated", 401, detail);
            case MALFORMED_TIMESTAMP -> Problem.named("malformed-timestamp", "Malformed timestamp", 400, detail);
            case REFUSED -> Problem.named("challenge-refused", "Forbidden", 403, detail);
        };
    }

    /**
     * What the path of a request to an outbox says.
     *
     * @param name whose mail
     * @param file the one message meant: nothing, its file, or its directory and file
     */
    record OutboxPath(String name, List<String> file) {
        static OutboxPath of(Exchange exchange) throws RequestRefusedException {
            List<String> names = RequestPath.below(exchange, "outbox");
            if (names.isEmpty()) {
                throw new RequestRefusedException(Problem.of(404));
            }
            boolean acknowledges = "DELETE".equals(exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class));
            if (acknowledges ? names.size() > 3 : names.size() > 1) {
                throw new RequestRefusedException(Problem.named(
                        "bad-request",
                        "Bad request",
                        400,
                        acknowledges
                                ? "say one message: /outbox/NAME/DIRECTORY/FILE"
                                : "say whose mail, and nothing more: /outbox/NAME"));
            }
            if (acknowledges && names.size() == 1) {
                throw new RequestRefusedException(Problem.of(404));
            }
            return new OutboxPath(names.get(0), names.subList(1, names.size()));
        }

        String path() {
            return String.join("/", file);
        }

        String challengeText() {
            return file.isEmpty() ? "OUTBOX:" + name : "ACK:" + name + ':' + path();
        }
    }
}
