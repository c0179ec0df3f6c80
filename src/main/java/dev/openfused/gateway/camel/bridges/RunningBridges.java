package dev.openfused.gateway.camel.bridges;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.camel.queue.FaultTexts;
import dev.openfused.gateway.camel.queue.Paces;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.Target;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The bridges that run now: what steps ask for the settings of the bridge they work for. Safe for many threads. */
public final class RunningBridges {
    private final Map<String, Bridge> bridges = new ConcurrentHashMap<>();

    /**
     * A running bridge.
     *
     * @param name its name
     * @return the bridge, or empty if none of that name runs
     */
    public Optional<Bridge> find(String name) {
        return Optional.ofNullable(bridges.get(name));
    }

    /**
     * All that run.
     *
     * @return a snapshot
     */
    public Collection<Bridge> all() {
        return List.copyOf(bridges.values());
    }

    /**
     * How fast each may be delivered to.
     *
     * @param queue tells what was collected
     * @param clock tells when it is quiet
     * @return asked when a bridge's route starts
     */
    public Paces paces(DeliveryQueue queue, InstantSource clock) {
        return target -> bridges.values().stream()
                .filter(bridge -> Target.bridge(bridge.name().value()).equals(target))
                .findFirst()
                .flatMap(
                        bridge -> BridgePace.of(bridge, most -> queue.gathered(target, most), clock, System::nanoTime));
    }

    /**
     * What may be shown of faults: nothing that is a secret in a bridge's settings.
     *
     * @return asked for each fault
     */
    public FaultTexts faultTexts() {
        return (target, text) -> bridges.values().stream()
                .filter(bridge -> Target.bridge(bridge.name().value()).equals(target))
                .findFirst()
                .map(bridge -> bridge.settings().masked(text))
                .orElse(text);
    }

    void put(Bridge bridge) {
        bridges.put(bridge.name().value(), bridge);
    }

    void remove(Bridge bridge) {
        bridges.remove(bridge.name().value());
    }
}
