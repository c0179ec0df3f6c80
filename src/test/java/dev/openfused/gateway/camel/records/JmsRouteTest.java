package dev.openfused.gateway.camel.records;

import java.io.IOException;

/** The shipped {@code routes/jms.yaml}. */
class JmsRouteTest extends BrokerRouteContract {
    JmsRouteTest() throws IOException {
        super("jms", 20);
    }
}
