package dev.openfused.gateway.camel.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.ArtemisBroker;
import dev.openfused.gateway.CuttingRelay;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The same for a queue of ActiveMQ Artemis, which drops what is sent to it twice. */
abstract class BrokerRouteContract extends RecordRouteContract {
    /** How long a busy machine may take to hand a message over, in milliseconds. */
    private static final long PATIENCE = 30_000;

    private final String kind;
    private final CuttingRelay relay;
    private ArtemisBroker broker;

    /** For a kind of bridge, whose client and broker come to know each other in so many pieces. */
    BrokerRouteContract(String kind, int greetings) throws IOException {
        this.kind = kind;
        relay = new CuttingRelay(7, greetings, 4);
    }

    @BeforeEach
    void start() throws Exception {
        broker = new ArtemisBroker(folder.resolve("broker"));
        broker.start();
        relay.to(broker.port());
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        broker.close();
    }

    @Override
    List<String> settings(boolean failing) {
        String url = failing ? ArtemisBroker.url(kind, relay.port()) : broker.url(kind);
        return List.of("to=" + kind, "url=" + url, "destination=queue:out");
    }

    @Override
    List<String> arrived() throws JMSException {
        List<String> taken = new ArrayList<>();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url("jms"));
                Connection connection = ((ConnectionFactory) factory).createConnection()) {
            AtomicReference<@Nullable JMSException> lost = new AtomicReference<>();
            connection.setExceptionListener(lost::set);
            connection.start();
            Session session = connection.createSession();
            try (MessageConsumer consumer = session.createConsumer(session.createQueue("out"))) {
                long waiting = broker.waiting("out");
                for (long i = 0; i < waiting; i++) {
                    Message message = consumer.receive(PATIENCE);
                    assertThat(message)
                            .as(
                                    "message %d of %d; of the connection: %s; %s",
                                    i + 1, waiting, lost, broker.state("out"))
                            .isNotNull();
                    assertThat(message.getStringProperty("OpenFuseFrom")).isEqualTo("alice");
                    taken.add(message.getBody(String.class));
                }
            }
        }
        return taken;
    }

    /** How many pieces a message makes, and so how many a connection lasts for, differs a little from run to run. */
    @Override
    int leastTries() {
        return 120;
    }
}
