package dev.openfused.gateway.cli;

import dev.openfused.gateway.keyring.KeyExport;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.store.MeshFile;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = "Add an agent to the keyring, untrusted.",
        footer = {
            "",
            "FILE holds what 'key export' prints, or a signing key of 64 hex digits, or an age1… key for an",
            "agent that is known already."
        })
final class KeyImportCommand extends StoreCommand {
    private final Clock clock;

    @Parameters(index = "0", paramLabel = "NAME", description = "What we call the agent.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The agent's public keys; - reads standard input.")
    private String source = "";

    @Option(
            names = {"-e", "--encryption-key"},
            paramLabel = "AGE",
            description = "Its age key (age1…), if the file has none.")
    private @Nullable String encryptionKey;

    @Option(
            names = {"-@", "--address"},
            paramLabel = "ADDR",
            description = "Its address, such as wisp@example.org.")
    private String address = "";

    @Option(names = "--json", description = "Print JSON: the keyring's entry, as 'key list' has it.")
    private boolean asJson;

    KeyImportCommand(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    public Integer call() throws StoreException, CommandFailedException, UnknownAgentException, IOException {
        AgentName agent = new AgentName(name);
        MeshFile file = store().mesh();
        KeyExport keys = KeyExport.parse(TextSource.of(source).read(console)).orEncryptionKey(encryptionKey);
        Keyring before = file.read().keyring();
        KeyringEntry fresh = keys.entry(before, agent.value(), address, clock.instant());
        Keyring after = file.importKey(fresh).keyring();
        KeyringEntry entry = after.entries().stream()
                .filter(e -> e.name().equals(fresh.name()) && e.signingKey().equals(fresh.signingKey()))
                .findFirst()
                .orElse(fresh);
        if (asJson) {
            EntryJson.print(console, entry);
        } else if (before.equals(after)) {
            console.said().println("Key already in keyring (fingerprint: " + entry.fingerprint() + ")");
        } else {
            tell(entry);
        }
        warn(after, entry);
        return ExitStatus.DONE;
    }

    private void tell(KeyringEntry entry) {
        console.said().println("Imported key for: " + entry.name());
        console.said().println("  Fingerprint: " + entry.fingerprint());
        if (entry.trusted()) {
            console.said().println("  Auto-trusted (workspace mode)");
        } else {
            console.said().println();
            console.said().println("Key is NOT trusted yet. Run: openfuse key trust " + entry.name());
        }
    }

    private void warn(Keyring keyring, KeyringEntry entry) {
        if (entry.encryptionKey() == null) {
            console.warn("no age key for " + entry.name() + ": messages to it will be signed, but not encrypted");
        }
        boolean twin = keyring.entries().stream()
                .anyMatch(e -> e.name().equals(entry.name()) && !e.signingKey().equals(entry.signingKey()));
        if (twin) {
            console.warn("there is another key for " + entry.name() + ": say " + entry.name() + ":"
                    + entry.fingerprint().fp8() + " to mean this one");
        }
    }
}
