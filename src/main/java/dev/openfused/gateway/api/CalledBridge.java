package dev.openfused.gateway.api;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;

/** Which inward bridge a request came in by: its route says so in the property {@value #PROPERTY}. */
public final class CalledBridge {
    /** Exchange property that the routes of inward bridges set: the bridge's name. */
    public static final String PROPERTY = OpenFuseHeaders.BRIDGE;

    private final Function<String, Optional<Bridge>> bridges;

    /**
     * A look-up.
     *
     * @param bridges gives the bridge of a name as it is configured now
     */
    public CalledBridge(Function<String, Optional<Bridge>> bridges) {
        this.bridges = bridges;
    }

    Bridge of(Exchange exchange) throws RequestRefusedException {
        return bridges.apply(exchange.getProperty(PROPERTY, "", String.class))
                .orElseThrow(() -> new RequestRefusedException(Problem.of(404)));
    }
}
