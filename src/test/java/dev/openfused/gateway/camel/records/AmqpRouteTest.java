package dev.openfused.gateway.camel.records;

import java.io.IOException;

/** The shipped {@code routes/amqp.yaml}. */
class AmqpRouteTest extends BrokerRouteContract {
    AmqpRouteTest() throws IOException {
        super("amqp", 18);
    }
}
