package dev.openfused.gateway.queue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Killed while it writes to its own file. */
class SqliteQueueKillIT extends QueueKillContract {
    private final Path file;

    SqliteQueueKillIT(@TempDir Path folder) {
        super(folder);
        file = folder.resolve("state.db");
    }

    @Override
    List<String> arguments() {
        return List.of(file.toString());
    }

    @Override
    Database database() {
        return new SqliteDatabase(file, true);
    }
}
