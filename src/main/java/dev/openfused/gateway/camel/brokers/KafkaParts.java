package dev.openfused.gateway.camel.brokers;

import static dev.openfused.gateway.bridge.KafkaBridges.BROKERS;
import static dev.openfused.gateway.bridge.KafkaBridges.CA;
import static dev.openfused.gateway.bridge.KafkaBridges.MECHANISM;
import static dev.openfused.gateway.bridge.KafkaBridges.PASSWORD;
import static dev.openfused.gateway.bridge.KafkaBridges.TLS;
import static dev.openfused.gateway.bridge.KafkaBridges.TOPIC;
import static dev.openfused.gateway.bridge.KafkaBridges.USER;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.bridge.KafkaBridges;
import dev.openfused.gateway.bridge.KafkaBridges.Mechanism;
import dev.openfused.gateway.camel.NoForeignHeaders;
import dev.openfused.gateway.camel.bridges.BridgeParts;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory;

/** For each bridge to or from a Kafka topic a Camel component of its own, {@code kafka-NAME}. */
public final class KafkaParts implements BridgeParts {
    private static final String COMPONENT = "kafka-";
    private static final int LONGEST_ANSWER = (int) Duration.ofSeconds(5).toMillis();
    private static final int LONGEST_DELIVERY = (int) Duration.ofSeconds(10).toMillis();

    private final CamelContext context;

    /**
     * No bridges yet.
     *
     * @param context gets the components
     */
    public KafkaParts(CamelContext context) {
        this.context = context;
    }

    @Override
    public boolean serve(Bridge bridge) {
        return bridge.kind().settings().contains(TOPIC);
    }

    @Override
    public void add(Bridge bridge) {
        KafkaComponent component = new KafkaComponent(context);
        component.setConfiguration(configuration(bridge));
        component.setKafkaManualCommitFactory(new DefaultKafkaManualCommitFactory());
        context.addComponent(COMPONENT + bridge.name(), component);
    }

    @Override
    public void remove(String name) {
        context.removeComponent(COMPONENT + name);
    }

    private static KafkaConfiguration configuration(Bridge bridge) {
        KafkaConfiguration kafka = new KafkaConfiguration();
        kafka.setBrokers(KafkaBridges.list(bridge.get(BROKERS)));
        kafka.setSecurityProtocol(
                (bridge.find(USER).isPresent() ? "SASL_" : "") + (bridge.get(TLS) ? "SSL" : "PLAINTEXT"));
        kafka.setReconnectBackoffMaxMs(LONGEST_DELIVERY); // each time that it fails is a line in the log
        bridge.find(CA).ifPresent(authorities -> {
            kafka.setSslTruststoreType("PEM");
            kafka.setSslTruststoreLocation(authorities.toString());
        });
        bridge.find(USER).ifPresent(user -> logIn(kafka, bridge, user));
        if (bridge.direction() == Direction.OUT) {
            kafka.setRequestRequiredAcks("all");
            kafka.setRequestTimeoutMs(LONGEST_ANSWER);
            kafka.setMaxBlockMs(LONGEST_ANSWER);
            kafka.setDeliveryTimeoutMs(LONGEST_DELIVERY);
        } else {
            kafka.setGroupId(KafkaBridges.groupOf(bridge));
            // A gateway that was killed gives up its partitions after this long.
            kafka.setSessionTimeoutMs(LONGEST_DELIVERY);
            kafka.setAutoCommitEnable(false);
            kafka.setAllowManualCommit(true);
            kafka.setBreakOnFirstError(true);
            kafka.setAutoOffsetReset("earliest");
            kafka.setHeaderFilterStrategy(new NoForeignHeaders());
        }
        return kafka;
    }

    private static void logIn(KafkaConfiguration kafka, Bridge bridge, String user) {
        Mechanism mechanism = bridge.get(MECHANISM);
        kafka.setSaslMechanism(mechanism.name().replace('_', '-'));
        kafka.setSaslJaasConfig("org.apache.kafka.common.security."
                + (mechanism == Mechanism.PLAIN ? "plain.PlainLoginModule" : "scram.ScramLoginModule")
                + " required username=" + quoted(user) + " password="
                + quoted(bridge.get(PASSWORD).revealCurrent()) + ';');
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
