package dev.openfused.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/** Apache Kafka, one node, on free ports of loopback, with its records on disk: they outlive a stop. */
public final class KafkaBroker implements AutoCloseable {
    private final int port = freePort();
    private final int controller = freePort();
    private final Path folder;
    private final int guard = freePort();
    private final @Nullable Path keys;
    private int advertised = port;
    private @Nullable KafkaRaftServer server;

    public KafkaBroker(Path folder) throws Exception {
        this(folder, null);
    }

    /**
     * One that also has a door with TLS, by the key in a store, where clients log in: as {@code gateway}, {@code s3cret}.
     */
    public static KafkaBroker guarded(Path folder, Path keys) throws Exception {
        return new KafkaBroker(folder, keys);
    }

    private KafkaBroker(Path folder, @Nullable Path keys) throws Exception {
        this.folder = folder;
        this.keys = keys;
        new Formatter()
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(folder.toString())
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .setScramArguments(List.of("SCRAM-SHA-512=[name=gateway,password=s3cret]"))
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From its next start on it sends clients to another port, where a relay stands. */
    public KafkaBroker behind(int relay) {
        advertised = relay;
        return this;
    }

    public int port() {
        return port;
    }

    public void start() {
        String here = "://127.0.0.1:";
        Map<String, String> settings = new HashMap<>(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", "PLAINTEXT" + here + port + ",CONTROLLER" + here + controller),
                Map.entry("advertised.listeners", "PLAINTEXT" + here + advertised),
                Map.entry(
                        "listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,GUARDED:SASL_SSL"),
                Map.entry("log.dirs", folder.toString()),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0")));
        if (keys != null) {
            settings.merge("listeners", "GUARDED" + here + guard, (all, one) -> all + ',' + one);
            settings.merge("advertised.listeners", "GUARDED" + here + guard, (all, one) -> all + ',' + one);
            settings.putAll(logIns(keys));
        }
        server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        server.startup();
    }

    private static Map<String, String> logIns(Path keys) {
        String modules = "org.apache.kafka.common.security.";
        return Map.of(
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                keys.toString(),
                "ssl.keystore.password",
                TestCertificates.STORE_PASSWORD,
                "sasl.enabled.mechanisms",
                "PLAIN,SCRAM-SHA-512",
                "listener.name.guarded.plain.sasl.jaas.config",
                modules + "plain.PlainLoginModule required user_gateway=\"s3cret\";",
                "listener.name.guarded.scram-sha-512.sasl.jaas.config",
                modules + "scram.ScramLoginModule required;");
    }

    public void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    /** As a bridge's {@code brokers}. */
    public String address() {
        return "127.0.0.1:" + advertised;
    }

    /** The same where clients have to log in. */
    public String guardedAddress() {
        return "127.0.0.1:" + guard;
    }

    @Override
    public void close() {
        stop();
    }
}
