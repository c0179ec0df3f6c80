package dev.openfused.gateway.sync;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with one peer as far as it was told, so that each thing is said once. For one thread at a time. */
public final class PeerCondition {
    private final String peer;
    private List<String> told;

    /**
     * Of a peer.
     *
     * @param peer its name
     * @param told what was said already
     */
    public PeerCondition(String peer, List<String> told) {
        this.peer = peer;
        this.told = List.copyOf(told);
    }

    /**
     * Takes note of an exchange.
     *
     * @param report what came of it
     * @return what is worth a line in the log and was not in the last one: faults and warnings, or that they are over
     */
    public List<String> after(SyncReport report) {
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
