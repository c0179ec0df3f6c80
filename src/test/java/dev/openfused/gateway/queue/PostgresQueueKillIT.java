package dev.openfused.gateway.queue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Killed while it talks to a server. */
@ExtendWith(PostgresServer.Installed.class)
class PostgresQueueKillIT extends QueueKillContract {
    private final PostgresServer server;
    private final String namespace;

    PostgresQueueKillIT(PostgresServer server, @TempDir Path folder) {
        super(folder);
        this.server = server;
        this.namespace = server.freshNamespace();
    }

    @Override
    List<String> arguments() {
        return List.of(server.url(), server.user(), server.password(), namespace);
    }

    @Override
    Database database() {
        return new PostgresDatabase(server.url(), server.user(), server::password, "openfused_" + namespace, true);
    }
}
