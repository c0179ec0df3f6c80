package dev.openfused.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.jspecify.annotations.Nullable;

/** ActiveMQ Artemis on a free port of loopback, with its messages on disk: they outlive a stop. */
public final class ArtemisBroker implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final @Nullable Path keys;
    private @Nullable EmbeddedActiveMQ broker;

    public ArtemisBroker(Path folder) throws IOException {
        this(folder, null);
    }

    /** One that speaks TLS only, with the key in a store, and knows one user: {@code gateway}, {@code s3cret}. */
    public static ArtemisBroker guarded(Path folder, Path keys) throws IOException {
        return new ArtemisBroker(folder, keys);
    }

    private ArtemisBroker(Path folder, @Nullable Path keys) throws IOException {
        this.folder = folder;
        this.keys = keys;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    public void start() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setJournalDatasync(false)
                .setSecurityEnabled(keys != null)
                .setJMXManagementEnabled(false)
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setDeadLetterAddress(SimpleString.of("DLQ"))
                                .setMaxDeliveryAttempts(2)
                                .setAutoCreateAddresses(true)
                                .setAutoDeleteQueues(false)
                                .setAutoCreateQueues(true))
                .addAcceptorConfiguration("all", "tcp://127.0.0.1:" + port + "?protocols=CORE,AMQP" + tls());
        configuration.addQueueConfiguration(QueueConfiguration.of("DLQ").setRoutingType(RoutingType.ANYCAST));
        configuration.putSecurityRoles(
                "#", Set.of(new Role("all", true, true, true, true, true, true, true, true, true, true, true, true)));
        SecurityConfiguration users =
                new SecurityConfiguration(Map.of("gateway", "s3cret"), Map.of("gateway", List.of("all")));
        broker = new EmbeddedActiveMQ()
                .setConfiguration(configuration)
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        broker.start();
    }

    private String tls() {
        return keys == null
                ? ""
                : ";sslEnabled=true;keyStoreType=PKCS12;keyStorePath=" + keys + ";keyStorePassword="
                        + TestCertificates.STORE_PASSWORD;
    }

    public void stop() throws Exception {
        if (broker != null) {
            broker.stop();
            broker = null;
        }
    }

    /** As a bridge's {@code url}. */
    public String url(String kind) {
        return url(kind, port);
    }

    /** The same over TLS, with the authorities of a store. */
    public String tlsUrl(String kind, Path trusted) {
        return kind.equals("amqp")
                ? "amqps://127.0.0.1:" + port + "?transport.trustStoreLocation=" + trusted
                        + "&transport.trustStorePassword=" + TestCertificates.STORE_PASSWORD
                : "tcp://127.0.0.1:" + port + "?sslEnabled=true&trustStoreType=PKCS12&trustStorePath=" + trusted
                        + "&trustStorePassword=" + TestCertificates.STORE_PASSWORD;
    }

    /** The same by way of a relay. */
    public static String url(String kind, int port) {
        return (kind.equals("amqp") ? "amqp" : "tcp") + "://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** How many messages are in a queue. */
    public long waiting(String queue) {
        Queue found = find(queue);
        return found == null ? 0 : found.getMessageCount();
    }

    private @Nullable Queue find(String queue) {
        return broker == null ? null : broker.getActiveMQServer().locateQueue(queue);
    }

    /** What a test that fails says of a queue. */
    public String state(String queue) {
        Queue found = find(queue);
        return found == null
                ? "no queue " + queue
                : "queue %s: added %d, waiting %d, being delivered %d, acknowledged %d, consumers %d"
                        .formatted(
                                queue,
                                found.getMessagesAdded(),
                                found.getMessageCount(),
                                found.getDeliveringCount(),
                                found.getMessagesAcknowledged(),
                                found.getConsumerCount());
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}
