package dev.openfused.gateway.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file system's events, on one thread that does nothing but pass them on. */
final class FolderEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderEvents.class);

    private final WatchService service;
    private final Map<Path, WatchKey> keys = new ConcurrentHashMap<>();
    private final Consumer<Path> happened;
    private final Runnable lost;

    private FolderEvents(WatchService service, Consumer<Path> happened, Runnable lost) {
        this.service = service;
        this.happened = happened;
        this.lost = lost;
    }

    /**
     * Starts the draining thread; nothing is watched until {@link #cover}.
     *
     * @param happened gets the absolute path of each new or changed file
     * @param lost is called when events were lost
     * @return null if the system has no more watches to give
     */
    static @Nullable FolderEvents open(Consumer<Path> happened, Runnable lost) {
        try {
            FolderEvents events =
                    new FolderEvents(java.nio.file.FileSystems.getDefault().newWatchService(), happened, lost);
            SteadyThread.of("openfuse-watch drain", events::drain).start();
            return events;
        } catch (IOException e) {
            LOG.warn("no file events: {}; folders are polled instead", e.getMessage());
            return null;
        }
    }

    boolean covers(Path directory) {
        WatchKey key = keys.get(directory);
        return key != null && key.isValid();
    }

    /**
     * Watches a directory too.
     *
     * @return true if it was not watched before
     */
    boolean cover(Path directory) throws IOException {
        if (covers(directory)) {
            return false;
        }
        try {
            keys.put(directory, directory.register(service, ENTRY_CREATE, ENTRY_MODIFY));
            return true;
        } catch (ClosedWatchServiceException e) {
            return false;
        }
    }

    private void drain() {
        try {
            while (true) {
                drain(service.take());
            }
        } catch (ClosedWatchServiceException e) {
            LOG.trace("closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain(WatchKey key) {
        boolean drained = false;
        try {
            passOn(key);
            drained = true;
        } finally {
            if (!drained) {
                key.reset(); // or it would never be heard of again
                lost.run();
            }
        }
    }

    private void passOn(WatchKey key) {
        Path directory = (Path) key.watchable();
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.kind() == OVERFLOW) {
                lost.run();
            } else if (event.context() instanceof Path name) {
                happened.accept(directory.resolve(name));
            }
        }
        if (!key.reset()) {
            keys.remove(directory, key);
            lost.run();
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.debug("closing file events", e);
        }
    }
}
