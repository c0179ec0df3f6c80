package dev.openfused.gateway.cli;

import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "untrust", description = "Take the trust back; the key stays known.")
final class KeyUntrustCommand extends StoreCommand {
    @Parameters(paramLabel = "AGENT", description = "Name, NAME:FINGERPRINT or fingerprint; a prefix of it will do.")
    private String agent = "";

    @Option(names = "--json", description = "Print JSON: the keyring's entry, as 'key list' has it.")
    private boolean asJson;

    KeyUntrustCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, UnknownAgentException, IOException {
        KeyringEntry entry = store().mesh().changeEntry(agent, KeyringEntry::untrusted);
        if (asJson) {
            EntryJson.print(console, entry);
            return ExitStatus.DONE;
        }
        console.said().println("Revoked trust: " + VisibleText.of(entry.name()) + " (" + entry.fingerprint() + ")");
        return ExitStatus.DONE;
    }
}
