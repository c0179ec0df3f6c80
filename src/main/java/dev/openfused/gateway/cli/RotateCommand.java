package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.RegistryActs;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.registry.Manifest;
import dev.openfused.gateway.registry.Registry;
import dev.openfused.gateway.registry.RegistryRequests;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rotate",
        description = "Go on with fresh keys; the old key signs that they follow.",
        footer = {
            "",
            "The new keys are on disk before the registry hears of them, and old mail can still be opened: the old age key is kept",
            "in .keys/retired/. If it breaks off, 'openfuse rotate' again goes on where it stopped. Others have to trust the new",
            "key anew. With --local no registry is told."
        })
final class RotateCommand extends StoreCommand {
    private final Wiring wiring;

    @Mixin
    private final RegisteredName name = new RegisteredName();

    @Option(names = "--local", description = "Tell no registry: this agent is not registered.")
    private boolean local;

    @Option(names = "--json", description = "Print JSON: an object with old and new, both fingerprints.")
    private boolean asJson;

    @Mixin
    private final RegistryOptions options = new RegistryOptions();

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    RotateCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Store store = store();
        AgentKeys old = store.keys();
        String registered = name.of(store.mesh().read());
        confirmation.ask(
                console,
                "Replace the keys " + old.fingerprint() + (local ? "" : " of " + registered)
                        + "? Others have to trust the new ones.");
        AgentKeys next = store.nextKeys();
        if (!local) {
            try (Registry registry = options.open(console, wiring, options.settings(console, wiring))) {
                tell(registry, store, registered, old, next);
            }
        }
        store.rotate(next);
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeStringField("old", old.fingerprint().value());
                json.writeStringField("new", next.fingerprint().value());
            });
        } else {
            console.said().println("Rotated: " + old.fingerprint() + " -> " + next.fingerprint());
        }
        return ExitStatus.DONE;
    }

    /** A registry that has the new key already heard of it from a try that broke off. */
    private void tell(Registry registry, Store store, String registered, AgentKeys old, AgentKeys next)
            throws IOException, StoreException, CommandFailedException {
        RegistryRequests requests = new RegistryRequests(new RegistryActs(SignatureEngine.soonest(1), wiring.clock()));
        Manifest known = registry.itself()
                .discover(registered)
                .orElseThrow(() -> CommandFailedException.refused(
                        registered + " is not registered at " + registry.where() + "; nothing was rotated",
                        "--name says as whom it is registered, --local that it is not"));
        if (!known.publicKey().equals(next.publicKey())) {
            registry.post(Registry.Act.ROTATE, requests.rotate(registered, old, next));
        }
        registry.post(
                Registry.Act.REGISTER,
                requests.register(
                        registered, known.endpoint(), store.mesh().read().created(), next));
        (asJson ? console.quietly() : console)
                .said()
                .println("Registry told: " + registered + " at " + VisibleText.of(registry.where()));
    }
}
