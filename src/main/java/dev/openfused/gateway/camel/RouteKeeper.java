package dev.openfused.gateway.camel;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets routes come and go with what a store says, which the command line and others edit: it is looked at every second.
 *
 * @param <T> what a route depends on; when that changes, the route is made anew
 */
public final class RouteKeeper<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteKeeper.class);
    private static final long PERIOD_MILLIS = 1000;

    private final CamelContext context;
    private final String thread;
    private final Routes<T> routes;

    /** What has a route. */
    private final Map<String, T> known = new TreeMap<>();

    /** What could not get one, and why; so that is told once and not every second. */
    private final Map<String, String> faults = new HashMap<>();

    private @Nullable String unreadable;
    private @Nullable ScheduledExecutorService looking;
    private boolean closed;

    /**
     * Which routes there are to be, and how one is made.
     *
     * @param <T> what a route depends on
     */
    public interface Routes<T> {
        /**
         * What is to have a route now.
         *
         * @return by name
         * @throws StoreException if the store does not say; the routes stay as they are
         */
        Map<String, T> wanted() throws StoreException;

        /**
         * Called once for each reason why the store does not say.
         *
         * @param reason a line
         */
        void unreadable(String reason);

        /**
         * Makes a route, with what it needs.
         *
         * @param name of the wanted
         * @param what the wanted
         * @throws Exception if that fails: {@link #remove} clears up, and the next look tries again
         */
        void add(String name, T what) throws Exception;

        /**
         * What does not happen while the route can't be made, as the start of a line.
         *
         * @param what the wanted
         * @return such as "peer bob can't be synced"
         */
        String lacking(T what);

        /**
         * Ends a route and what it needed, as far as they are there.
         *
         * @param name as it was added
         * @throws Exception if the route can't be removed
         */
        void remove(String name) throws Exception;

        /**
         * Whether a route does what it is for. One that does not, as its thread died, is made anew.
         *
         * @param name as it was added
         * @return false if it will do nothing any more
         */
        default boolean isRunning(String name) {
            return true;
        }
    }

    /**
     * Nothing runs before {@link #start()}.
     *
     * @param context holds the routes
     * @param thread a name for the one that looks
     * @param routes which, and how
     */
    public RouteKeeper(CamelContext context, String thread, Routes<T> routes) {
        this.context = context;
        this.thread = thread;
        this.routes = routes;
    }

    /** Makes the routes that are due now, and goes on looking. */
    public void start() {
        refresh();
        ScheduledExecutorService executor =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, thread);
        executor.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        looking = executor;
    }

    /** What is thrown from here would end all looking. */
    private void look() {
        try {
            refresh();
        } catch (RuntimeException | Error e) {
            try {
                LOG.error("routes could not be checked and are checked again in a moment: {}", e.toString());
            } catch (Error again) {
                return; // where there is no memory to say so, the next look may have some
            }
        }
    }

    /** Makes the routes be what the store says now. A store that can't be read leaves them as they are. */
    public synchronized void refresh() {
        if (closed) {
            return; // a look that began while the routes were being removed would make them again
        }
        Map<String, T> wanted;
        try {
            wanted = routes.wanted();
            unreadable = null;
        } catch (StoreException | RuntimeException e) { // what is thrown from here would end all looking
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(unreadable)) {
                unreadable = reason;
                routes.unreadable(reason);
            }
            return;
        }
        new TreeMap<>(known).forEach((name, what) -> {
            if (!what.equals(wanted.get(name))) {
                remove(name);
            }
        });
        List.copyOf(known.keySet()).forEach(name -> {
            if (!routes.isRunning(name)) {
                LOG.warn("the thread of the route of {} died; restarting the route", VisibleText.of(name));
                remove(name);
            }
        });
        faults.keySet().retainAll(wanted.keySet());
        wanted.forEach((name, what) -> {
            if (!known.containsKey(name)) {
                add(name, what);
            }
        });
    }

    private void add(String name, T what) {
        try {
            routes.add(name, what);
            known.put(name, what);
            faults.remove(name);
        } catch (Exception | Error e) {
            String fault = e.getMessage() == null ? e.toString() : e.getMessage();
            if (!fault.equals(faults.put(name, fault))) {
                LOG.error("{}: {}", VisibleText.of(routes.lacking(what)), VisibleText.of(fault));
            }
            remove(name);
        }
    }

    private void remove(String name) {
        known.remove(name);
        try {
            routes.remove(name);
        } catch (Exception e) {
            LOG.error(
                    "the route of {} can't be removed: {}",
                    VisibleText.of(name),
                    VisibleText.of(String.valueOf(e.getMessage())));
        }
    }

    /** Stops looking, ends what is under way as its kind of route does, removes the routes. */
    @Override
    public void close() {
        ScheduledExecutorService executor = looking;
        if (executor != null) {
            context.getExecutorServiceManager().shutdownNow(executor);
        }
        synchronized (this) {
            closed = true;
            List.copyOf(known.keySet()).forEach(this::remove);
        }
    }
}
