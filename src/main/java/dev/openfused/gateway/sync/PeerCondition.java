package dev.openfused.gateway.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How one peer is doing: when it is asked again, and what there is to say that was not said before. While it does not answer
 * the wait doubles, up to a limit; one that breaks off after it gave us something does answer. For one thread at a time.
 */
public final class PeerCondition {
    private final String peer;
    private final Duration every;
    private final Duration longest;
    private List<String> told = List.of();
    private Duration wait = Duration.ZERO;
    private Instant due = Instant.MIN;

    /**
     * Of a peer that was not asked yet.
     *
     * @param peer its name
     * @param every how often it is asked while it answers
     * @param longest how long it is left alone at most
     */
    public PeerCondition(String peer, Duration every, Duration longest) {
        this.peer = peer;
        this.every = every;
        this.longest = longest;
    }

    /**
     * Whether it is to be asked now.
     *
     * @param now the time
     * @return false while it is left alone
     */
    public boolean isDue(Instant now) {
        return !now.isBefore(due);
    }

    /**
     * Takes note of an exchange.
     *
     * @param report what came of it
     * @param now the time
     * @return what is worth a line in the log and was not in the last one: faults and warnings, or that they are over
     */
    public List<String> after(SyncReport report, Instant now) {
        if (report.away() && !report.isNews()) {
            Duration doubled = wait.isZero() ? every : wait.multipliedBy(2);
            wait = doubled.compareTo(longest) < 0 ? doubled : longest;
            due = now.plus(wait.minus(wait.dividedBy(20))); // a timer that comes a moment early is not a round late
        } else {
            wait = Duration.ZERO;
            due = Instant.MIN;
        }
        List<String> says = new ArrayList<>(report.faults());
        says.addAll(report.warnings());
        List<String> lines = new ArrayList<>();
        says.stream().filter(line -> !told.contains(line)).forEach(line -> lines.add("peer " + peer + ": " + line));
        if (says.isEmpty() && !told.isEmpty()) {
            lines.add("peer " + peer + ": all is well again");
        }
        told = List.copyOf(says);
        return lines;
    }
}
