package dev.openfused.gateway.api;

import dev.openfused.gateway.api.Shares.Share;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The request bodies in memory, while they arrive and while they are processed. If they grow too large together, the oldest
 * that still arrive are aborted, of the client that has most of them: a client that sends many bodies but never their last
 * byte keeps nobody else out.
 */
final class PendingBodies {
    /** Which part of the room is made free at once: to look for one body among all takes a while. */
    private static final int PART = 8;

    private final long most;
    private final Set<PendingBody> bodies = new HashSet<>();
    private long total;

    /** None yet, and never more than so many bytes. */
    PendingBodies(long most) {
        this.most = most;
    }

    /**
     * Takes more of a body in; of one that was given up, nothing.
     *
     * @return whether there was room, or could be made
     */
    synchronized boolean append(PendingBody body, Buffer part) {
        if (body.isGivenUp()) {
            return true; // its sender is answered already
        }
        if (total + part.length() > most) {
            makeRoom(body, part.length());
        }
        if (total + part.length() > most) {
            return false;
        }
        bodies.add(body);
        body.append(part);
        total += part.length();
        return true;
    }

    /**
     * All of a body has come; nobody takes it away any more.
     *
     * @return empty if it was given up
     */
    synchronized Optional<Buffer> complete(PendingBody body) {
        return body.isGivenUp() ? Optional.empty() : Optional.of(body.complete());
    }

    private void makeRoom(PendingBody asking, long bytes) {
        List<Share<PendingBody>> shares = bodies.stream()
                .filter(each -> !each.isComplete() && !each.equals(asking))
                .map(each -> new Share<>(each, each.client(), each.length(), each.since()))
                .toList();
        for (PendingBody each : Shares.toRelease(shares, Math.max(bytes, most / PART))) {
            end(each);
            each.giveUp();
        }
    }

    /** It was answered, and is needed no longer. */
    synchronized void end(PendingBody body) {
        if (bodies.remove(body)) {
            total -= body.length();
        }
    }
}
