package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.store.StoreException;
import picocli.CommandLine.Command;

@Command(name = "show", description = "Show this agent's public keys.")
final class KeyShowCommand extends StoreCommand {
    KeyShowCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException {
        AgentKeys keys = store().keys();
        String encryptionKey = keys.encryptionKey();
        console.out().println("Signing key:    " + keys.publicKey());
        console.out().println("Encryption key: " + (encryptionKey == null ? "(none)" : encryptionKey));
        console.out().println("Fingerprint:    " + keys.fingerprint());
        return ExitStatus.DONE;
    }
}
