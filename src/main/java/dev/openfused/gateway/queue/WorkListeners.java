package dev.openfused.gateway.queue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is woken when there may be work for a target, in this process. */
final class WorkListeners {
    private final Map<Target, List<Runnable>> listeners = new ConcurrentHashMap<>();

    AutoCloseable add(Target target, Runnable wake) {
        listeners.compute(target, (t, wakes) -> {
            List<Runnable> all = wakes == null ? new CopyOnWriteArrayList<>() : wakes;
            all.add(wake);
            return all;
        });
        return () -> listeners.computeIfPresent(target, (t, wakes) -> {
            wakes.remove(wake);
            return wakes.isEmpty() ? null : wakes;
        });
    }

    void wake(Target target) {
        listeners.getOrDefault(target, List.of()).forEach(Runnable::run);
    }
}
