package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = "Make a store with fresh keys, or a workspace that several agents share.",
        footer = {
            "",
            "JSON holds name, id, directory, workspace and, of an agent, publicKey, encryptionKey and fingerprint."
        })
final class InitCommand implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

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

    @Option(
            names = "--workspace",
            description = "Make a workspace: files for several agents, no keys; whoever it knows is trusted.")
    private boolean workspace;

    @Option(names = "--json", description = "Print JSON: an object.")
    private boolean asJson;

    InitCommand(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public Integer call() throws StoreException, IOException, CommandFailedException {
        AgentName agent = new AgentName(name);
        Path directory = directory(agent);
        if (isStore(directory)) {
            throw CommandFailedException.refused(
                    "there is a store already in " + directory, "'openfuse status -d " + directory + "' shows it");
        }
        if (workspace) {
            Store store = Store.initWorkspace(directory, agent.value(), clock);
            tell(store, store.mesh().read());
        } else {
            Store store = Store.init(directory, agent.value(), clock);
            tell(store, store.mesh().read(), store.keys());
        }
        return ExitStatus.DONE;
    }

    private void tell(Store store, Mesh mesh, AgentKeys keys) throws IOException {
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                write(json, store, mesh);
                json.writeStringField("publicKey", keys.publicKey());
                json.writeStringField("encryptionKey", keys.encryptionKey());
                json.writeStringField("fingerprint", keys.fingerprint().value());
            });
            return;
        }
        console.said().println("Initialized context store: " + store.root());
        console.said().println("  Agent ID: " + mesh.id());
        console.said().println("  Name: " + mesh.name());
        console.said().println("  Signing key: " + keys.publicKey());
        console.said().println("  Encryption key: " + keys.encryptionKey());
        console.said().println("  Fingerprint: " + keys.fingerprint());
    }

    private void tell(Store store, Mesh mesh) throws IOException {
        if (asJson) {
            JsonOutput.object(console.out(), json -> write(json, store, mesh));
            return;
        }
        console.said().println("Initialized shared workspace: " + store.root());
        console.said().println("  Workspace: " + mesh.name() + " (" + mesh.id() + ")");
        console.said().println();
        console.said().println("Structure:");
        console.said().println("  CHARTER.md   \u2014 workspace rules and purpose");
        console.said().println("  CONTEXT.md   \u2014 shared working memory");
        console.said().println("  tasks/       \u2014 task coordination");
        console.said().println("  messages/    \u2014 agent-to-agent DMs");
        console.said().println("  _broadcast/  \u2014 all-hands messages");
    }

    private static void write(JsonGenerator json, Store store, Mesh mesh) throws IOException {
        json.writeStringField("name", mesh.name());
        json.writeStringField("id", mesh.id());
        json.writeStringField("directory", store.root().toString());
        json.writeBooleanField("workspace", mesh.isWorkspace());
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
