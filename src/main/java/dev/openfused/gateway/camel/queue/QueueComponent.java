package dev.openfused.gateway.camel.queue;

import dev.openfused.gateway.queue.Target;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Makes {@code openfuse-queue:{target}} endpoints; found by Camel through {@code META-INF/services}. */
public final class QueueComponent extends DefaultComponent {
    /** The scheme. */
    public static final String SCHEME = "openfuse-queue";

    private @Nullable DeliveryThreads threads;

    /** Made by Camel. */
    public QueueComponent() {}

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        getCamelContext().getCamelContextExtension().addInterceptStrategy(new ClaimGuard());
    }

    /** Those that all its endpoints share. */
    synchronized DeliveryThreads threads() {
        DeliveryThreads shared = threads;
        if (shared == null) {
            shared = new DeliveryThreads(getCamelContext().getExecutorServiceManager());
            threads = shared;
        }
        return shared;
    }

    @Override
    protected synchronized void doStop() throws Exception {
        DeliveryThreads shared = threads;
        threads = null;
        if (shared != null) {
            shared.close();
        }
        super.doStop();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!remaining.matches("(bridge|peer):[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    SCHEME + ":" + remaining + " names no target: write bridge:NAME or peer:NAME-FP8");
        }
        QueueEndpoint endpoint = new QueueEndpoint(uri, this, new Target(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
