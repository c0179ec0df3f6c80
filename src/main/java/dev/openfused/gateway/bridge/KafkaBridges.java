package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.AddressTypes;
import dev.openfused.gateway.settings.FileTypes;
import dev.openfused.gateway.settings.HostPort;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code to=kafka} and {@code from=kafka}: a topic of Apache Kafka. */
public final class KafkaBridges {
    /** The brokers. */
    public static final Setting<List<HostPort>> BROKERS = Setting.required(
            "brokers",
            SettingType.listOf(AddressTypes.hostPort()),
            "Some of the cluster's brokers, such as kafka-1.example.org:9092.");

    /** The topic. */
    public static final Setting<String> TOPIC = Setting.required(
            "topic", SettingType.of("a topic's name", KafkaBridges::topic), "The topic; it should be there.");

    /** The consumer group. */
    public static final Setting<String> GROUP = Setting.optional(
            "group", SettingType.text(), "The consumer group; left out, openfuse- and the bridge's name.");

    /** The user. */
    public static final Setting<String> USER =
            Setting.optional("user", SettingType.text(), "The account at the cluster (SASL); left out, no log-in.");

    /** The password. */
    public static final Setting<Secret> PASSWORD =
            Setting.optional("password", SecretTypes.secret(), "The password of that account.");

    /** How the log-in is done. */
    public static final Setting<Mechanism> MECHANISM = Setting.optional(
                    "mechanism", SettingType.oneOf(Mechanism.class), "How the log-in is done.")
            .withDefault("scram-sha-512");

    /** Whether TLS is spoken. */
    public static final Setting<Boolean> TLS = Setting.optional(
                    "tls", SettingType.bool(), "false: without TLS, readable and changeable on the wire.")
            .withDefault("true");

    /** Certificate authority. */
    public static final Setting<Path> CA = Setting.optional(
            "ca",
            FileTypes.path(),
            "PEM file with the certificates to trust instead of the public ones, for a private CA.");

    private static final List<Requirement> REQUIREMENTS = List.of(
            Requirement.needs(USER, PASSWORD),
            Requirement.needs(PASSWORD, USER),
            new Requirement(
                    "would send a password over a connection that anybody on the way can read; leave out tls=false",
                    v -> !v.has(USER.key())
                            || v.find(MECHANISM)
                                    .filter(m -> m == Mechanism.PLAIN)
                                    .isEmpty()
                            || v.get(TLS)));

    static final BridgeKind OUT = new BridgeKind(
            "kafka",
            Direction.OUT,
            "Sends each message as JSON to a Kafka topic.",
            """
            A record's value is the JSON object of to=webhook, its key the sender's name, so that each sender's messages stay \
            in order; the header OpenFuseMessageId holds the id. Sent once all replicas have it (acks=all) by an idempotent \
            producer: a try whose answer was lost is repeated without being doubled, except across a restart, when the \
            reader looks at the id. Whatever the cluster refuses is retried, except a record that is too large.""",
            List.of(BROKERS, TOPIC, USER, PASSWORD, MECHANISM, TLS, CA),
            REQUIREMENTS,
            List.of(
                    "openfuse.bridge.stream.to=kafka",
                    "openfuse.bridge.stream.brokers=kafka-1.example.org:9093, kafka-2.example.org:9093",
                    "openfuse.bridge.stream.topic=openfuse.messages"));

    static final BridgeKind IN = new BridgeKind(
            "kafka",
            Direction.IN,
            "Takes records from a Kafka topic and seals each to agents.",
            """
            A record is committed once what is made of it is on disk, and counts once by its partition and offset. One that \
            can't be a message (too large, empty, not UTF-8) is passed over with a line in the log; it stays in the topic. A \
            new group begins at the topic's beginning.
            """ + RecordSettings.EXPLANATION,
            RecordSettings.after(BROKERS, TOPIC, GROUP, USER, PASSWORD, MECHANISM, TLS, CA),
            REQUIREMENTS,
            List.of(
                    "openfuse.bridge.events.from=kafka",
                    "openfuse.bridge.events.brokers=kafka-1.example.org:9093",
                    "openfuse.bridge.events.topic=openfuse.requests",
                    "openfuse.bridge.events.recipients=self"));

    private KafkaBridges() {}

    /** How a client logs in. */
    public enum Mechanism {
        /** The password itself, under TLS. */
        PLAIN,
        /** Proof of the password with SHA-256. */
        SCRAM_SHA_256,
        /** Proof of the password with SHA-512. */
        SCRAM_SHA_512
    }

    /**
     * The consumer group of a bridge.
     *
     * @param bridge one with {@code from=kafka}
     * @return what {@code group} says, else its name
     */
    public static String groupOf(Bridge bridge) {
        return bridge.find(GROUP).orElse("openfuse-" + bridge.name());
    }

    /**
     * What the client library is to be given.
     *
     * @param brokers as set
     * @return separated by commas
     */
    public static String list(List<HostPort> brokers) {
        List<String> all = new ArrayList<>();
        brokers.forEach(each -> all.add(each.toString()));
        return String.join(",", all);
    }

    private static String topic(String text) {
        if (!text.matches("[A-Za-z0-9._-]{1,249}")) {
            throw new IllegalArgumentException("is not a topic's name");
        }
        return text;
    }
}
