package dev.openfused.gateway.camel.bridges;

import dev.openfused.gateway.settings.Secret;
import org.apache.camel.spi.PropertiesFunction;

/**
 * What <code>{{secret:NAME.KEY}}</code> stands for in a route: a secret of a running bridge. Routes as they are printed
 * show the placeholder. Read when the route is made.
 */
public final class BridgeSecrets implements PropertiesFunction {
    private final RunningBridges bridges;

    /**
     * The function.
     *
     * @param bridges whose secrets
     */
    public BridgeSecrets(RunningBridges bridges) {
        this.bridges = bridges;
    }

    @Override
    public String getName() {
        return "secret";
    }

    @Override
    public String apply(String remainder) {
        int dot = remainder.lastIndexOf('.');
        return bridges.find(remainder.substring(0, Math.max(0, dot)))
                .flatMap(bridge -> bridge.secret(remainder.substring(dot + 1)))
                .map(Secret::revealCurrent)
                .orElseThrow(() -> new IllegalArgumentException(
                        "{{secret:" + remainder + "}} is no secret of a running bridge; write {{secret:NAME.KEY}}"));
    }
}
