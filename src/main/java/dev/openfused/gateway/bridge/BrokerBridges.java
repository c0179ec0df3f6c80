package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.util.ArrayList;
import java.util.List;

/** {@code jms} and {@code amqp}, to and from: queues and topics of a broker. */
public final class BrokerBridges {
    /** Where a JMS broker is. */
    public static final Setting<Secret> URL = Setting.required(
            "url",
            SecretTypes.addressWithSecret(
                    "a broker's address such as tcp://broker.example.org:61616", text -> text.contains("://")),
            "The broker's address, as its client library writes it; never shown, since it may hold a password.");

    /** Where an AMQP broker is. */
    public static final Setting<Secret> AMQP_URL = Setting.required(
            "url",
            SecretTypes.addressWithSecret(
                    "a broker's address such as amqps://broker.example.org:5671",
                    text -> text.matches("(amqps?|amqpwss?|failover):.+")),
            "The broker's address, amqps:// or amqp://, with options of Qpid JMS; never shown, since it may hold a password.");

    /** The queue or topic. */
    public static final Setting<String> DESTINATION = Setting.required(
            "destination",
            SettingType.of("queue:NAME or topic:NAME", BrokerBridges::destination),
            "The queue or topic, such as queue:openfuse.alerts.");

    /** The user. */
    public static final Setting<String> USER =
            Setting.optional("user", SettingType.text(), "The account at the broker; left out, no log-in.");

    /** The password. */
    public static final Setting<Secret> PASSWORD =
            Setting.optional("password", SecretTypes.secret(), "The password of that account.");

    /** The client library. */
    public static final Setting<String> FACTORY = Setting.optional(
                    "connection-factory",
                    SettingType.of("a Java class name", BrokerBridges::className),
                    "The jakarta.jms.ConnectionFactory to connect with, made of the url; another broker's comes as a jar in lib/.")
            .withDefault("org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory");

    static final BridgeKind JMS_OUT =
            out("jms", "a JMS queue or topic", URL, "tcp://broker.example.org:61616", FACTORY);

    static final BridgeKind AMQP_OUT =
            out("amqp", "a queue or topic by AMQP 1.0", AMQP_URL, "amqps://broker.example.org:5671");

    static final BridgeKind JMS_IN = in("jms", "a JMS queue or topic", URL, "tcp://broker.example.org:61616", FACTORY);

    static final BridgeKind AMQP_IN =
            in("amqp", "a queue or topic by AMQP 1.0", AMQP_URL, "amqps://broker.example.org:5671");

    private BrokerBridges() {}

    private static BridgeKind out(
            String name, String where, Setting<Secret> url, String exampleUrl, Setting<?>... more) {
        return new BridgeKind(
                name,
                Direction.OUT,
                "Sends each message as JSON to " + where + '.',
                """
                A persistent text message: the JSON object of to=webhook. Its properties OpenFuseMessageId, OpenFuseFrom, \
                OpenFuseTrusted and so on are for selectors, and _AMQ_DUPL_ID is the message's id, by which ActiveMQ Artemis \
                drops what a lost answer made the gateway send twice; at other brokers the reader looks at \
                OpenFuseMessageId. Whatever the broker refuses is retried: none of it is the message's fault.""",
                settings(url, more),
                List.of(Requirement.needs(USER, PASSWORD), Requirement.needs(PASSWORD, USER)),
                List.of(
                        "openfuse.bridge.bus-NAME.to=NAME".replace("NAME", name),
                        "openfuse.bridge.bus-NAME.url=".replace("NAME", name) + exampleUrl,
                        "openfuse.bridge.bus-NAME.destination=queue:openfuse.messages".replace("NAME", name)));
    }

    private static BridgeKind in(
            String name, String where, Setting<Secret> url, String exampleUrl, Setting<?>... more) {
        return new BridgeKind(
                name,
                Direction.IN,
                "Takes messages from " + where + " and seals each to agents.",
                """
                A message is acknowledged once what is made of it is on disk, and counts once by its message id and text. What can't be \
                one (too large, empty, not text) is given back, so that the broker's own rule holds: some tries, then its \
                dead-letter queue.
                """ + RecordSettings.EXPLANATION,
                RecordSettings.after(settings(url, more).toArray(Setting<?>[]::new)),
                List.of(Requirement.needs(USER, PASSWORD), Requirement.needs(PASSWORD, USER)),
                List.of(
                        "openfuse.bridge.from-NAME.from=NAME".replace("NAME", name),
                        "openfuse.bridge.from-NAME.url=".replace("NAME", name) + exampleUrl,
                        "openfuse.bridge.from-NAME.destination=queue:openfuse.requests".replace("NAME", name),
                        "openfuse.bridge.from-NAME.recipients=self".replace("NAME", name)));
    }

    private static List<Setting<?>> settings(Setting<Secret> url, Setting<?>... more) {
        List<Setting<?>> all = new ArrayList<>(List.of(url, DESTINATION, USER, PASSWORD));
        all.addAll(List.of(more));
        return all;
    }

    private static String destination(String text) {
        if (!text.matches("(queue|topic):[^\\s?]+")) {
            throw new IllegalArgumentException("is neither queue:NAME nor topic:NAME");
        }
        return text;
    }

    private static String className(String text) {
        if (!text.matches("([A-Za-z_$][\\w$]*\\.)+[A-Za-z_$][\\w$]*")) {
            throw new IllegalArgumentException("is not a Java class name");
        }
        return text;
    }
}
