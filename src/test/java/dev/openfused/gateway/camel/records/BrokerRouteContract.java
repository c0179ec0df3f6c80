package dev.openfused.gateway.camel.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.ArtemisBroker;
import dev.openfused.gateway.CuttingRelay;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The same for a queue of ActiveMQ Artemis, which drops what is sent to it twice. */
abstract class BrokerRouteContract extends RecordRouteContract {
    /** In milliseconds. */
    private static final long A_MOMENT = 200;

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
        List<String> senders = new ArrayList<>();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url("jms"));
                Connection connection = ((ConnectionFactory) factory).createConnection()) {
            AtomicReference<@Nullable JMSException> lost = new AtomicReference<>();
            connection.setExceptionListener(lost::set);
            connection.start();
            Session session = connection.createSession();
            try (MessageConsumer consumer = session.createConsumer(session.createQueue("out"))) {
                // The broker may count a message twice while it hands it over, so its count is asked until it is zero.
                await().pollInterval(Duration.ZERO).untilAsserted(() -> {
                    Message message = consumer.receive(A_MOMENT);
                    if (message != null) {
                        senders.add(message.getStringProperty("OpenFuseFrom"));
                        taken.add(message.getBody(String.class));
                    }
                    assertThat(broker.waiting("out"))
                            .as("%d taken; of the connection: %s; %s", taken.size(), lost, broker.state("out"))
                            .isZero();
                });
            }
        }
        assertThat(senders).allMatch("alice"::equals);
        return taken;
    }

    /** How many pieces a message makes, and so how many a connection lasts for, differs a little from run to run. */
    @Override
    int leastTries() {
        return 120;
    }
}
