package dev.openfused.gateway.bridge;

import dev.openfused.gateway.message.AgentName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an edit of the settings means for the bridges. Order doesn't matter, nor where a value came from; a changed secret
 * is a change. A bridge that is switched off counts as not there.
 *
 * @param added to be started
 * @param changed to be drained as they were and started as they are here
 * @param removed to be drained and stopped, as they were
 */
public record BridgeChanges(List<Bridge> added, List<Bridge> changed, List<Bridge> removed) {
    /**
     * Copies the lists.
     *
     * @param added bridges that only the new settings have
     * @param changed those of both, as the new settings have them
     * @param removed those that only the old settings have
     */
    public BridgeChanges {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /**
     * Compares.
     *
     * @param before the bridges so far
     * @param after the bridges to come
     * @return what differs
     */
    public static BridgeChanges between(Collection<Bridge> before, Collection<Bridge> after) {
        Map<AgentName, Bridge> old = running(before);
        Map<AgentName, Bridge> now = running(after);
        return new BridgeChanges(
                now.values().stream().filter(b -> !old.containsKey(b.name())).toList(),
                now.values().stream()
                        .filter(b -> old.containsKey(b.name()) && !b.equals(old.get(b.name())))
                        .toList(),
                old.values().stream().filter(b -> !now.containsKey(b.name())).toList());
    }

    private static Map<AgentName, Bridge> running(Collection<Bridge> bridges) {
        Map<AgentName, Bridge> running = new LinkedHashMap<>();
        bridges.stream().filter(Bridge::enabled).forEach(b -> running.put(b.name(), b));
        return running;
    }

    /**
     * Whether nothing differs.
     *
     * @return true if there is nothing to do
     */
    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
