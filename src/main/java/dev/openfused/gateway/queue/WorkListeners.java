package dev.openfused.gateway.queue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is woken when there may be work for a target, in this process. */
final class WorkListeners {
    private static final Logger LOG = LoggerFactory.getLogger(WorkListeners.class);

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

    /** What goes wrong with a listener is logged alone: the caller's verb is written down already. */
    void wake(Target target) {
        for (Runnable wake : listeners.getOrDefault(target, List.of())) {
            try {
                wake.run();
            } catch (RuntimeException | Error e) {
                LOG.error("{} was not woken for new work: {}", target, e.toString());
            }
        }
    }
}
