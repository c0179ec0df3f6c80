package dev.openfused.gateway.camel.bridges;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.bridge.BridgeKind;
import dev.openfused.gateway.bridge.TemplateFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/**
 * The route templates that bridges are made from. Each is read when the first bridge of its kind is made, since an
 * installation uses few of the kinds there are; an operator's own is read anew for bridges of an edited file.
 *
 * <p>Not safe for several threads: one caller makes bridges.
 */
public final class BridgeTemplates {
    private final CamelContext context;
    private final Function<BridgeKind, String> shipped;
    private final Map<String, BridgeKind> loaded = new HashMap<>();

    /**
     * None read yet.
     *
     * @param context gets them
     * @param shipped where the file of a kind is that is not the operator's own, as Camel writes it
     */
    public BridgeTemplates(CamelContext context, Function<BridgeKind, String> shipped) {
        this.context = context;
        this.shipped = shipped;
    }

    /** Reads a kind's template, unless it was. */
    void require(BridgeKind kind) throws Exception {
        boolean there = kind.source() == null
                ? ((ModelCamelContext) context).getRouteTemplateDefinition(kind.template()) != null
                : kind.equals(loaded.get(kind.template()));
        if (there) {
            return;
        }
        Resource file = fileOf(kind);
        synchronized (context) {
            forget(file.getLocation());
            PluginHelper.getRoutesLoader(context).loadRoutes(file);
        }
        loaded.put(kind.template(), kind);
    }

    private Resource fileOf(BridgeKind kind) {
        @Nullable TemplateFile own = kind.source();
        return own == null
                ? PluginHelper.getResourceLoader(context).resolveResource(shipped.apply(kind))
                : ResourceHelper.fromBytes("file:" + own.path(), own.yaml().getBytes(UTF_8));
    }

    private void forget(String location) throws Exception {
        ModelCamelContext model = (ModelCamelContext) context;
        for (RouteTemplateDefinition template : List.copyOf(model.getRouteTemplateDefinitions())) {
            if (template.getResource() != null
                    && template.getResource().getLocation().equals(location)) {
                model.removeRouteTemplateDefinition(template);
                loaded.remove(template.getId());
            }
        }
    }
}
