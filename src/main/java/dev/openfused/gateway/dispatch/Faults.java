package dev.openfused.gateway.dispatch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;

/** Faults that last are logged once, not at every scan. Remembers the latest thousand. Safe for many threads. */
public final class Faults {
    private static final int MOST = 1_000;

    private final Logger log;
    private final Set<String> told = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    }));

    /**
     * None told yet.
     *
     * @param log where to
     */
    public Faults(Logger log) {
        this.log = log;
    }

    /**
     * Logs a fault unless it was told before.
     *
     * @param line what, whose, what to do
     */
    public void tell(String line) {
        if (told.add(line)) {
            log.warn(line);
        }
    }
}
