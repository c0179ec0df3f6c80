package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.RegistryActs;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.registry.Registry;
import dev.openfused.gateway.registry.RegistryRequests;
import dev.openfused.gateway.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "revoke",
        description = "Tell the registry that this agent's key counts no longer, for good.",
        footer = {
            "",
            "For a key that leaked. Nobody can take it back, and the name can't be registered with this key again. To go on under",
            "the same name with another key use 'openfuse rotate' instead."
        })
final class RevokeCommand extends StoreCommand {
    private final Wiring wiring;

    @Mixin
    private final RegisteredName name = new RegisteredName();

    @Option(names = "--json", description = "Print JSON: an object with name and fingerprint.")
    private boolean asJson;

    @Mixin
    private final RegistryOptions options = new RegistryOptions();

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    RevokeCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Store store = store();
        AgentKeys keys = store.keys();
        String registered = name.of(store.mesh().read());
        confirmation.ask(console, "Revoke the key " + keys.fingerprint() + " of " + registered + " for good?");
        try (Registry registry = options.open(console, wiring, options.settings(console, wiring))) {
            registry.post(
                    Registry.Act.REVOKE,
                    new RegistryRequests(new RegistryActs(SignatureEngine.soonest(1), wiring.clock()))
                            .revoke(registered, keys));
        }
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeStringField("name", registered);
                json.writeStringField("fingerprint", keys.fingerprint().value());
            });
        } else {
            console.said().println("Revoked: " + registered + " (" + keys.fingerprint() + ")");
        }
        return ExitStatus.DONE;
    }
}
