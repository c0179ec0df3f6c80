package dev.openfused.gateway.bench;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of one row's own, with agents and gateways in it; gone when the row is done. */
public final class Ground implements AutoCloseable {
    private final Path folder;

    Ground(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath();
        close();
        Files.createDirectories(this.folder);
    }

    Path folder() {
        return folder;
    }

    TestAgent agent(String name) throws StoreException {
        return TestAgent.make(folder.resolve(name), name);
    }

    /**
     * Settings for {@code serve}. Audit and access log go to files, as an operator with much traffic has them, and not
     * through this process, which would pay for reading them.
     */
    Path settings(TestAgent agent, Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(more);
        settings.put(
                "openfuse.audit.file", folder.resolve(agent.name() + ".audit").toString());
        settings.put(
                "openfuse.access.file", folder.resolve(agent.name() + ".access").toString());
        return GatewayProcess.settings(folder.resolve(agent.name() + ".properties"), settings);
    }

    GatewayProcess serve(TestAgent agent, Map<String, String> settings) throws IOException {
        return GatewayProcess.serve(agent.store().root(), settings(agent, settings));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }
}
