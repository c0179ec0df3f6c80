package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.bridge.Since;
import dev.openfused.gateway.bridge.Source;
import dev.openfused.gateway.queue.DeliveryQueue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From when on each outward bridge takes part. A bridge that ran before gets what arrived while the gateway was down; one
 * that is switched on for the first time starts when the start-up scan is over, after an explicit backfill if its setting
 * {@code since} asks for one. Its start is kept as a note in the queue, also while it is switched off.
 */
final class StartPoints {
    private static final String NOTE = "start:bridge:";
    private static final String BACKFILL = " backfill";

    private final Source source;
    private final DeliveryQueue queue;
    private final Clock clock;
    private List<Bridge> running = List.of();
    private boolean caughtUp;
    private volatile List<Bridge> started = List.of();

    StartPoints(Source source, DeliveryQueue queue, Clock clock) {
        this.source = source;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Says which bridges run from now on; the others get nothing more. Before the start-up scan is over only those that ran
     * before take part.
     *
     * @param bridges all that run, in either direction
     */
    synchronized void running(Collection<Bridge> bridges) {
        running = bridges.stream()
                .filter(b -> b.direction() == Direction.OUT && b.enabled())
                .toList();
        if (caughtUp) {
            startNewOnes();
        }
        started = running.stream().filter(b -> note(b).isPresent()).toList();
    }

    /** Whether all of these are switched on for the first time. */
    boolean noneRanBefore(Collection<Bridge> bridges) {
        return bridges.stream().allMatch(bridge -> note(bridge).isEmpty());
    }

    /** The start-up scan is over: bridges that are new start now. */
    synchronized void caughtUp() {
        caughtUp = true;
        startNewOnes();
        started = running;
    }

    private void startNewOnes() {
        for (Bridge bridge : running) {
            if (note(bridge).isEmpty()) {
                String backfill = bridge.since().start() == Since.Start.NOW ? "" : BACKFILL;
                queue.setNote(key(bridge), clock.instant() + backfill);
            }
        }
    }

    /**
     * Who takes part in dispatch now.
     *
     * @return a snapshot
     */
    List<Bridge> started() {
        return started;
    }

    /**
     * Who is to get older messages and has not got all of them yet.
     *
     * @return started bridges whose backfill is not over
     */
    List<Bridge> toBackfill() {
        List<Bridge> due = new ArrayList<>();
        for (Bridge bridge : started) {
            if (note(bridge).filter(n -> n.endsWith(BACKFILL)).isPresent()) {
                due.add(bridge);
            }
        }
        return due;
    }

    /** A bridge has got what was there before it. */
    void backfilled(Bridge bridge) {
        @Nullable String note = note(bridge).orElse(null);
        if (note != null && note.endsWith(BACKFILL)) {
            queue.setNote(key(bridge), note.substring(0, note.length() - BACKFILL.length()));
        }
    }

    private Optional<String> note(Bridge bridge) {
        return queue.note(key(bridge));
    }

    /** A bridge that is given another source starts anew: what it carried before says nothing of that one. */
    private String key(Bridge bridge) {
        return NOTE + bridge.name() + (source == Source.INBOX ? "" : " " + source);
    }
}
