package dev.openfused.gateway.cli;

import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "untrust", description = "Take the trust back; the key stays known.")
final class KeyUntrustCommand extends StoreCommand {
    @Parameters(paramLabel = "AGENT", description = "Name, NAME:FINGERPRINT or fingerprint; a prefix of it will do.")
    private String agent = "";

    KeyUntrustCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, UnknownAgentException {
        KeyringEntry entry = store().mesh().changeEntry(agent, KeyringEntry::untrusted);
        console.out().println("Revoked trust: " + VisibleText.of(entry.name()) + " (" + entry.fingerprint() + ")");
        return ExitStatus.DONE;
    }
}
