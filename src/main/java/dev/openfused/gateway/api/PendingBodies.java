package dev.openfused.gateway.api;

import dev.openfused.gateway.api.Shares.Share;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The bodies in memory, on their way in or being worked on. Where they grow too large together, those that have been on
 * their way the longest give up, of the client that has most of them: whoever sends all but the last byte, many times,
 * keeps nobody else out.
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
     * Takes more of a body in.
     *
     * @return whether there was room, or could be made
     */
    synchronized boolean append(PendingBody body, Buffer part) {
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
