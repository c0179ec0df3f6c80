package dev.openfused.gateway.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that the door for messages writes and enters itself, so that their events cost nothing. A memory of the latest: a
 * file that fell out of it is looked at like any other.
 */
final class BroughtFiles {
    private static final int MOST = 10_000;

    /** How far the door has come with a file. */
    enum Stage {
        EXPECTED,
        ENTERED
    }

    private final Map<String, Stage> files = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Stage> eldest) {
            return size() > MOST;
        }
    };

    synchronized void expect(String file) {
        files.put(file, Stage.EXPECTED);
    }

    synchronized void entered(String file) {
        files.put(file, Stage.ENTERED);
    }

    /** How far the door has come; asked again, nothing is known of the file, as it may have been changed by others since. */
    synchronized @Nullable Stage take(String file) {
        return files.remove(file);
    }
}
