package dev.openfused.gateway.camel.bridges;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.dispatch.SourceDispatcher;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes that watch what only some bridges carry: each runs as long as one of them does. */
public final class SourceRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(SourceRoutes.class);

    private final CamelContext context;
    private final Map<String, SourceDispatcher> dispatchers = new LinkedHashMap<>();

    /**
     * None yet.
     *
     * @param context holds the routes; one that it does not have is not needed there
     */
    public SourceRoutes(CamelContext context) {
        this.context = context;
    }

    /**
     * Adds one.
     *
     * @param route its id
     * @param dispatcher where it leads to
     */
    public void add(String route, SourceDispatcher dispatcher) {
        dispatchers.put(route, dispatcher);
    }

    /**
     * Enters what came while no gateway ran, before any of the routes runs.
     *
     * @param bridges all that are to run
     */
    public void catchUp(Collection<Bridge> bridges) {
        for (SourceDispatcher dispatcher : dispatchers.values()) {
            dispatcher.running(bridges);
            dispatcher.scan();
        }
    }

    /**
     * Starts and stops routes, as the bridges ask.
     *
     * @param bridges all that run
     */
    public void running(Collection<Bridge> bridges) {
        dispatchers.forEach((route, dispatcher) -> {
            boolean carried = dispatcher.running(bridges);
            try {
                if (context.getRoute(route) != null && carried) {
                    context.getRouteController().startRoute(route);
                } else if (context.getRoute(route) != null) {
                    context.getRouteController().stopRoute(route);
                }
            } catch (Exception e) {
                LOG.error("route {} can't be {}: {}", route, carried ? "started" : "stopped", e.toString());
            }
        });
    }
}
