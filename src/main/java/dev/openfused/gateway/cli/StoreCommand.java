package dev.openfused.gateway.cli;

import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that works on one store: {@code --dir}, else {@code OPENFUSE_DIR}, else the current directory. */
abstract class StoreCommand implements Callable<Integer> {
    /** Where the command reads and prints. */
    final Console console;

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description = "The store; default: OPENFUSE_DIR, else the current directory.")
    private @Nullable Path dir;

    StoreCommand(Console console) {
        this.console = console;
    }

    final Path directory() {
        if (dir != null) {
            return console.resolve(dir);
        }
        String variable = console.variable("OPENFUSE_DIR");
        return variable == null ? console.directory() : console.resolve(Path.of(variable));
    }

    final Store store() throws StoreException {
        return Store.open(directory());
    }
}
