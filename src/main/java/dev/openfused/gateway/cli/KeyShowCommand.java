package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "show", description = "Show this agent's public keys.")
final class KeyShowCommand extends StoreCommand {
    @Option(names = "--json", description = "Print JSON: an object with publicKey, encryptionKey and fingerprint.")
    private boolean asJson;

    KeyShowCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, IOException {
        AgentKeys keys = store().keys();
        String encryptionKey = keys.encryptionKey();
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeStringField("publicKey", keys.publicKey());
                json.writeStringField("encryptionKey", encryptionKey);
                json.writeStringField("fingerprint", keys.fingerprint().value());
            });
            return ExitStatus.DONE;
        }
        console.out().println("Signing key:    " + keys.publicKey());
        console.out().println("Encryption key: " + (encryptionKey == null ? "(none)" : encryptionKey));
        console.out().println("Fingerprint:    " + keys.fingerprint());
        return ExitStatus.DONE;
    }
}
