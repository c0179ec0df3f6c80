package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "init", description = "Make a store with fresh keys.")
final class InitCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "The agent's name; default: ${DEFAULT-VALUE}.")
    private String name = "agent";

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description = "Where to make it; default: OPENFUSE_DIR, else ~/.openfuse/NAME.")
    private @Nullable Path dir;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws StoreException, CommandFailedException {
        AgentName agent = new AgentName(name);
        Path directory = directory(agent);
        if (isStore(directory)) {
            throw CommandFailedException.refused(
                    "there is a store already in " + directory, "'openfuse status -d " + directory + "' shows it");
        }
        Store store = Store.init(directory, agent.value());
        Mesh mesh = store.mesh().read();
        AgentKeys keys = store.keys();
        console.out().println("Initialized context store: " + store.root());
        console.out().println("  Agent ID: " + mesh.id());
        console.out().println("  Name: " + mesh.name());
        console.out().println("  Signing key: " + keys.publicKey());
        console.out().println("  Encryption key: " + keys.encryptionKey());
        console.out().println("  Fingerprint: " + keys.fingerprint());
        return ExitStatus.DONE;
    }

    private Path directory(AgentName agent) throws CommandFailedException {
        if (dir != null) {
            return console.resolve(dir);
        }
        String variable = console.variable("OPENFUSE_DIR");
        if (variable != null) {
            return console.resolve(Path.of(variable));
        }
        String home = console.variable("HOME");
        if (home == null) {
            throw CommandFailedException.refused("HOME is not set", "say where with --dir");
        }
        return Path.of(home, ".openfuse", agent.value());
    }

    private static boolean isStore(Path directory) {
        try {
            Store.open(directory);
            return true;
        } catch (StoreException e) {
            return false;
        }
    }
}
