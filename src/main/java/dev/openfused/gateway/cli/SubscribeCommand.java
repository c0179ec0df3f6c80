package dev.openfused.gateway.cli;

import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.MeshFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "subscribe",
        description = "Follow an agent: its messages are shown, and it gets our broadcasts, without being trusted.",
        footer = {
            "",
            "One that is not in the keyring is looked up at the registry and imported, untrusted; so is one that is, with --registry:",
            "a new key is taken over if the one we know signed that it follows."
        })
final class SubscribeCommand extends StoreCommand {
    private final Wiring wiring;

    @Parameters(paramLabel = "AGENT", description = "Name, NAME:FINGERPRINT or fingerprint; a prefix of it will do.")
    private String agent = "";

    @Option(names = "--note", paramLabel = "NOTE", description = "A note of yours, shown with its messages.")
    private @Nullable String note;

    @Mixin
    private final RegistryOptions options = new RegistryOptions();

    @Option(names = "--json", description = "Print JSON: the keyring's entry, as 'key list' has it.")
    private boolean asJson;

    SubscribeCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        MeshFile mesh = store().mesh();
        String query = !options.isNamed() && RegistryImport.isKnown(mesh, agent) ? agent : imported(mesh);
        KeyringEntry entry = mesh.changeEntry(query, known -> known.followed(true, note == null ? known.note() : note));
        if (asJson) {
            EntryJson.print(console, entry);
            return ExitStatus.DONE;
        }
        console.said().println("Subscribed: " + VisibleText.of(entry.name()) + " (" + entry.fingerprint() + ")");
        if (entry.note() != null) {
            console.said().println("  Note: " + VisibleText.of(entry.note()));
        }
        return ExitStatus.DONE;
    }

    private String imported(MeshFile mesh) throws Exception {
        Console heard = asJson ? console.quietly() : console;
        KeyringEntry entry = RegistryImport.take(heard, wiring, options, mesh, agent, RegistryImport.Consent.TO_ALL)
                .entry();
        return entry.name() + ':' + entry.fingerprint().fp8();
    }
}
