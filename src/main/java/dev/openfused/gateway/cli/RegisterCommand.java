package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.RegistryActs;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.registry.Registry;
import dev.openfused.gateway.registry.RegistryRequests;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "register",
        description = "Tell the registry this agent's public keys and, if it has one, its address.",
        footer = {
            "",
            "Signed with the agent's key; only public keys leave this store. An http(s) endpoint also becomes a peer of the",
            "agent's own name, unless there is one: sync fetches mail from there, as from a hosted mailbox."
        })
final class RegisterCommand extends StoreCommand {
    private final Wiring wiring;

    @Mixin
    private final RegisteredName name = new RegisteredName();

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Where the agent is reached, http(s)://… or ssh://…; default: nowhere, keys only.")
    private String endpoint = "";

    @Option(names = "--json", description = "Print JSON: an object with name, registry, endpoint and fingerprint.")
    private boolean asJson;

    @Mixin
    private final RegistryOptions options = new RegistryOptions();

    RegisterCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Store store = store();
        Mesh mesh = store.mesh().read();
        AgentKeys keys = store.keys();
        String registered = name.of(mesh);
        requireEndpoint();
        try (Registry registry = options.open(console, wiring, options.settings(console, wiring))) {
            registry.post(
                    Registry.Act.REGISTER,
                    new RegistryRequests(new RegistryActs(SignatureEngine.soonest(1), wiring.clock()))
                            .register(registered, endpoint, mesh.created(), keys));
            tell(registered, registry.where(), keys);
        }
        addMailbox(store, mesh);
        return ExitStatus.DONE;
    }

    private void tell(String registered, String where, AgentKeys keys) throws IOException {
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeStringField("name", registered);
                json.writeStringField("registry", where);
                json.writeStringField("endpoint", endpoint);
                json.writeStringField("fingerprint", keys.fingerprint().value());
            });
            return;
        }
        console.said().println("Registered: " + registered + " at " + VisibleText.of(where));
        console.said().println("  Endpoint: " + (endpoint.isEmpty() ? "(none: keys only)" : endpoint));
        console.said().println("  Fingerprint: " + keys.fingerprint());
    }

    private void requireEndpoint() throws CommandFailedException {
        if (endpoint.isEmpty()) {
            return;
        }
        try {
            if (endpoint.matches("(https?|ssh)://[^\\s=|]+")
                    && URI.create(endpoint).getUserInfo() == null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw CommandFailedException.usage(
                "'" + VisibleText.of(endpoint)
                        + "' is no endpoint: http(s)://host[:port][/path] or ssh://host:/path, without blanks, '=', '|' and passwords");
    }

    private void addMailbox(Store store, Mesh mesh) throws StoreException {
        if (endpoint.startsWith("http") && mesh.peer(mesh.name()).isEmpty()) {
            store.mesh().addPeer(mesh.name(), endpoint, "read");
            (asJson ? console.quietly() : console)
                    .said()
                    .println("Peer added: " + mesh.name() + "; sync fetches mail from there");
        }
    }
}
