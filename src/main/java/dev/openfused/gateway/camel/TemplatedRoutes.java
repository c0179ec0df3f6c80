package dev.openfused.gateway.camel;

import java.util.Map;
import org.apache.camel.CamelContext;

/**
 * Routes made from templates as bridges and peers come and go. Several threads do so, and a context's list of routes is not
 * made for that: without a lock one of two that are added in the same moment may fail.
 */
public final class TemplatedRoutes {
    private TemplatedRoutes() {}

    /**
     * Adds a route and starts it.
     *
     * @param context holds the template
     * @param id the route's
     * @param template the template's id
     * @param parameters for it
     * @throws Exception if it can't be made or started
     */
    public static void add(CamelContext context, String id, String template, Map<String, Object> parameters)
            throws Exception {
        synchronized (context) {
            context.addRouteFromTemplate(id, template, parameters);
        }
    }

    /**
     * Stops a route and removes it, if there is one. What it carries is finished first, while others may come and go.
     *
     * @param context holds it
     * @param id the route's
     * @throws Exception if it can't be stopped or removed
     */
    public static void remove(CamelContext context, String id) throws Exception {
        if (context.getRoute(id) == null) {
            return;
        }
        context.getRouteController().stopRoute(id);
        synchronized (context) {
            context.removeRoute(id);
        }
    }
}
