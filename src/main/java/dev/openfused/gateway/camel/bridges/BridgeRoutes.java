package dev.openfused.gateway.camel.bridges;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.BridgeChanges;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.camel.TemplatedRoutes;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.RetryPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, drains and removes the route of each bridge, one at a time, so that the others never notice. A bridge named
 * {@code ops} of kind {@code webhook} runs as route {@code bridge-ops}, made from the template {@code webhook-out}.
 *
 * <p>Not safe for several threads: one caller applies changes.
 */
public final class BridgeRoutes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeRoutes.class);

    private static final String DUE_TO = " due to: ";

    private final CamelContext context;
    private final RunningBridges running;
    private final BridgeTemplates templates;
    private final List<BridgeParts> parts;

    /**
     * For one context.
     *
     * @param context holds the routes
     * @param running is kept up to date
     * @param templates what routes are made from
     * @param parts what routes of some kinds need besides their parameters
     */
    public BridgeRoutes(
            CamelContext context, RunningBridges running, BridgeTemplates templates, List<BridgeParts> parts) {
        this.context = context;
        this.running = running;
        this.templates = templates;
        this.parts = List.copyOf(parts);
    }

    /**
     * Makes the routes be what the settings say. A change that fails leaves that bridge as it was before.
     *
     * @param changes what differs
     * @return what failed, one line each
     */
    public List<String> apply(BridgeChanges changes) {
        List<String> failures = new ArrayList<>();
        changes.removed().forEach(bridge -> attempt(failures, bridge, "removed", () -> remove(bridge)));
        changes.changed().forEach(bridge -> attempt(failures, bridge, "changed", () -> change(bridge)));
        changes.added().forEach(bridge -> attempt(failures, bridge, "added", () -> add(bridge)));
        return failures;
    }

    /**
     * The id of a bridge's route.
     *
     * @param bridge the bridge
     * @return {@code bridge-NAME}
     */
    public static String routeId(Bridge bridge) {
        return "bridge-" + bridge.name();
    }

    private void change(Bridge bridge) throws Exception {
        Bridge before = running.find(bridge.name().value()).orElseThrow();
        remove(before);
        try {
            add(bridge);
        } catch (Exception e) {
            add(before);
            throw e;
        }
    }

    private void add(Bridge bridge) throws Exception {
        running.put(bridge);
        try {
            templates.require(bridge.kind());
            parts.stream().filter(p -> p.serve(bridge)).forEach(p -> p.add(bridge));
            TemplatedRoutes.add(context, routeId(bridge), bridge.kind().template(), parameters(bridge));
        } catch (Exception e) {
            remove(bridge);
            throw e;
        }
    }

    /** What is in flight is finished, or given back to the queue, before the route is gone. */
    private void remove(Bridge bridge) throws Exception {
        TemplatedRoutes.remove(context, routeId(bridge));
        running.remove(bridge);
        parts.forEach(p -> p.remove(bridge.name().value()));
    }

    /** Lets the bridges' connections go, after the routes that use them have ended. */
    @Override
    public void close() {
        running.all()
                .forEach(bridge -> parts.forEach(p -> p.remove(bridge.name().value())));
    }

    private static Map<String, Object> parameters(Bridge bridge) {
        Map<String, Object> parameters = new HashMap<>(bridge.parameters());
        if (bridge.direction() == Direction.OUT) {
            RetryPolicy retry = bridge.retryPolicy();
            parameters.put("order", bridge.order().name().toLowerCase(Locale.ROOT));
            parameters.put("attempts", retry.attempts());
            parameters.put("retry-first", retry.first().toMillis() + "ms");
            parameters.put("retry-longest", retry.longest().toMillis() + "ms");
        }
        return parameters;
    }

    private static void attempt(List<String> failures, Bridge bridge, String what, Step step) {
        try {
            step.take();
            LOG.info("bridge {} {}: {}", bridge.name(), what, bridge.kind());
        } catch (Exception e) {
            String line = "bridge " + bridge.name() + " could not be " + what + ": "
                    + VisibleText.of(bridge.settings().masked(reason(e)));
            LOG.error(line);
            failures.add(line);
        }
    }

    /** What went wrong, without what Camel wraps it in, which is long and may be cut before the reason. */
    private static String reason(Exception fault) {
        Throwable at = fault;
        while (at.getCause() != null && at.getCause().getMessage() != null) {
            at = at.getCause();
        }
        String text = String.valueOf(at.getMessage());
        int reason = text.lastIndexOf(DUE_TO);
        return reason < 0 ? text : text.substring(reason + DUE_TO.length());
    }

    private interface Step {
        void take() throws Exception;
    }
}
