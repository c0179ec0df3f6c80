package dev.openfused.gateway.camel.brokers;

import static dev.openfused.gateway.bridge.BrokerBridges.DESTINATION;
import static dev.openfused.gateway.bridge.BrokerBridges.FACTORY;
import static dev.openfused.gateway.bridge.BrokerBridges.PASSWORD;
import static dev.openfused.gateway.bridge.BrokerBridges.USER;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.camel.NoForeignHeaders;
import dev.openfused.gateway.camel.bridges.BridgeParts;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.UserCredentialsConnectionFactoryAdapter;

/**
 * For each bridge to or from a JMS or AMQP broker a Camel component of its own, {@code jms-NAME}, with a connection of its
 * own.
 */
public final class JmsParts implements BridgeParts {
    private static final String COMPONENT = "jms-";
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

    private final CamelContext context;
    private final Map<String, CachingConnectionFactory> senders = new ConcurrentHashMap<>();

    /**
     * No bridges yet.
     *
     * @param context gets the components
     */
    public JmsParts(CamelContext context) {
        this.context = context;
    }

    @Override
    public boolean serve(Bridge bridge) {
        return bridge.kind().settings().contains(DESTINATION);
    }

    @Override
    public void add(Bridge bridge) {
        String name = bridge.name().value();
        JmsConfiguration configuration = new JmsConfiguration(connections(bridge));
        configuration.setTransacted(bridge.direction() == Direction.IN);
        configuration.setLazyCreateTransactionManager(false);
        // Camel would unpack an ObjectMessage, which is to run what a stranger sent.
        configuration.setMapJmsMessage(false);
        JmsComponent component = new JmsComponent(configuration);
        if (bridge.direction() == Direction.IN) {
            component.setHeaderFilterStrategy(new NoForeignHeaders());
        }
        context.addComponent(COMPONENT + name, component);
    }

    @Override
    public void remove(String name) {
        context.removeComponent(COMPONENT + name);
        @Nullable CachingConnectionFactory sender = senders.remove(name);
        if (sender != null) {
            sender.destroy();
        }
    }

    /** Who listens keeps its connection itself; who sends would make one for each message. */
    private ConnectionFactory connections(Bridge bridge) {
        UserCredentialsConnectionFactoryAdapter known = new UserCredentialsConnectionFactoryAdapter();
        known.setTargetConnectionFactory(client(bridge));
        bridge.find(USER).ifPresent(known::setUsername);
        bridge.find(PASSWORD).ifPresent(secret -> known.setPassword(secret.revealCurrent()));
        if (bridge.direction() == Direction.IN) {
            return known;
        }
        CachingConnectionFactory sender = new CachingConnectionFactory(known);
        sender.setReconnectOnException(true);
        senders.put(bridge.name().value(), sender);
        return sender;
    }

    private static ConnectionFactory client(Bridge bridge) {
        String url = bridge.secret("url").orElseThrow().revealCurrent();
        if (!bridge.kind().settings().contains(FACTORY)) {
            JmsConnectionFactory amqp = new JmsConnectionFactory(url);
            amqp.setConnectTimeout(LONGEST_ANSWER.toMillis());
            amqp.setRequestTimeout(LONGEST_ANSWER.toMillis());
            amqp.setSendTimeout(LONGEST_ANSWER.toMillis());
            return amqp;
        }
        String factory = bridge.get(FACTORY);
        try {
            return Class.forName(factory)
                    .asSubclass(ConnectionFactory.class)
                    .getConstructor(String.class)
                    .newInstance(url);
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new IllegalArgumentException(
                    "bridge " + bridge.name() + ": connection-factory " + factory
                            + " can't be made of the url; is its jar in lib/?",
                    e);
        }
    }
}
