package dev.openfused.gateway.camel.watch;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code openfuse-watch:{folder}} endpoints; found by Camel through {@code META-INF/services}. */
public final class WatchComponent extends DefaultComponent {
    /** The scheme. */
    public static final String SCHEME = "openfuse-watch";

    /** Made by Camel. */
    public WatchComponent() {}

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        WatchEndpoint endpoint = new WatchEndpoint(uri, this, Path.of(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
