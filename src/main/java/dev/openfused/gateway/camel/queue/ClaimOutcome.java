package dev.openfused.gateway.camel.queue;

import dev.openfused.gateway.audit.AuditEntry;
import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.outbound.FaultReason;
import dev.openfused.gateway.queue.Claim;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.RetryPolicy;
import dev.openfused.gateway.queue.TryLaterException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a claim the way its exchange ended, and writes the audit line. */
final class ClaimOutcome {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimOutcome.class);

    private final DeliveryQueue queue;
    private final RetryPolicy policy;
    private final AuditLog audit;
    private final DeathWatch deaths;
    private final Duration lease;
    private final FaultTexts faults;

    ClaimOutcome(
            DeliveryQueue queue,
            RetryPolicy policy,
            AuditLog audit,
            DeathWatch deaths,
            Duration lease,
            FaultTexts faults) {
        this.queue = queue;
        this.policy = policy;
        this.audit = audit;
        this.deaths = deaths;
        this.lease = lease;
        this.faults = faults;
    }

    /**
     * Ends it.
     *
     * @param goesOn whether the caller takes what follows in the same line, if this one got through
     * @return what follows; claimed, so somebody has to deliver it
     */
    Optional<Claim> end(Claim claim, Exchange exchange, boolean goesOn) {
        Exception fault = exchange.getException();
        if (exchange.getException(LostClaimException.class) != null) {
            lost(claim);
            return Optional.empty();
        }
        RejectedMessageException rejected = exchange.getException(RejectedMessageException.class);
        if (rejected != null) {
            reject(claim, rejected);
        } else if (fault != null) {
            putOff(claim, line(claim, exchange, fault), notBefore(exchange));
        } else if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            putOff(claim, "the route rolled it back", notBefore(exchange));
        } else {
            return done(claim, exchange.getProperty(OpenFuseHeaders.REMOTE_ID, String.class), goesOn);
        }
        return Optional.empty();
    }

    /** Whether earlier tries used all up: the last of them ended with its process, so that nobody could say so. */
    boolean isSpent(Claim claim) {
        return policy.exhausted(triedBefore(claim));
    }

    /** Ends a spent claim without a try, or what ends the process would do so for ever. */
    void giveUp(Claim claim) {
        Delivery delivery = claim.delivery();
        String heard = delivery.reason() == null
                ? "none was heard of again, as if the process ended with each"
                : "last heard: " + delivery.reason();
        String why = "given up after " + triedBefore(claim) + " tries; " + heard;
        queue.dead(claim, why);
        LOG.warn("delivery {} to {}: {}", delivery.key(), delivery.target(), why);
        wroteDead(claim, why);
    }

    /** Leaves it to the process that has it now; one that goes along and is still ours is given back. */
    void lost(Claim claim) {
        queue.release(claim);
        Delivery delivery = claim.delivery();
        LOG.warn(
                "delivery {} to {}: another process took it over while this one was suspended, and delivers it",
                delivery.key(),
                delivery.target());
    }

    private void wroteDead(Claim claim, String why) {
        audit.write(entry(Decision.DEAD, claim).reason(why));
        deaths.died(claim.delivery().key());
    }

    private static int triedBefore(Claim claim) {
        return claim.delivery().attempts() - 1;
    }

    private Optional<Claim> done(Claim claim, @Nullable String remoteId, boolean goesOn) {
        Optional<Claim> next = Optional.empty();
        if (goesOn) {
            next = queue.doneThenNext(claim, remoteId, lease);
        } else {
            queue.done(claim, remoteId);
        }
        audit.write(entry(Decision.DELIVERED, claim).with("remote", remoteId));
        return next;
    }

    private void reject(Claim claim, RejectedMessageException rejected) {
        String why = VisibleText.of(shown(claim, String.valueOf(rejected.getMessage())));
        if (rejected.reason() == RejectedMessageException.Reason.NOT_ACCEPTED) {
            queue.dropped(claim, why);
            audit.write(entry(Decision.DROPPED, claim).reason(why));
        } else {
            queue.dead(claim, why);
            wroteDead(claim, why);
        }
    }

    private void putOff(Claim claim, String why, @Nullable Instant notBefore) {
        queue.later(claim, why, notBefore, policy);
        Delivery delivery = claim.delivery();
        LOG.warn("delivery {} to {}, try {}: {}", delivery.key(), delivery.target(), delivery.attempts(), why);
        boolean givenUp = queue.find(delivery.key())
                .filter(d -> d.state() == Delivery.State.DEAD)
                .isPresent();
        if (givenUp) {
            wroteDead(claim, why);
        }
    }

    private static @Nullable Instant notBefore(Exchange exchange) {
        TryLaterException later = exchange.getException(TryLaterException.class);
        return later != null && later.notBefore() != null
                ? later.notBefore()
                : exchange.getProperty(OpenFuseHeaders.RETRY_NOT_BEFORE, Instant.class);
    }

    /** What we ourselves threw says it for people. */
    private String line(Claim claim, Exchange exchange, Throwable fault) {
        TryLaterException later = exchange.getException(TryLaterException.class);
        return later == null
                ? FaultReason.of(fault, said -> shown(claim, said))
                : VisibleText.of(shown(claim, String.valueOf(later.getMessage())));
    }

    private String shown(Claim claim, String said) {
        return faults.shown(claim.delivery().target(), said);
    }

    private static AuditEntry entry(Decision decision, Claim claim) {
        Delivery delivery = claim.delivery();
        return AuditEntry.of(decision)
                .id(delivery.id())
                .target(delivery.target().value())
                .with("attempt", String.valueOf(delivery.attempts()));
    }
}
