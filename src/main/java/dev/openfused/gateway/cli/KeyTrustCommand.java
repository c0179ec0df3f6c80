package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.Relationship;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "trust",
        description = {
            "Trust an agent's key. Compare the fingerprint first.",
            "Its messages that wait in quarantine are released into the inbox."
        })
final class KeyTrustCommand extends StoreCommand {
    @Parameters(paramLabel = "AGENT", description = "Name, NAME:FINGERPRINT or fingerprint; a prefix of it will do.")
    private String agent = "";

    @ArgGroup
    private @Nullable Belonging belonging;

    @Option(names = "--note", paramLabel = "NOTE", description = "A note of yours, shown with its messages.")
    private @Nullable String note;

    @Option(names = "--json", description = "Print JSON: the keyring's entry, as 'key list' has it.")
    private boolean asJson;

    KeyTrustCommand(Console console) {
        super(console);
    }

    /** One of the two, or neither. */
    static final class Belonging {
        @Option(names = "--internal", description = "It is one of ours.")
        private boolean internal;

        @Option(names = "--external", description = "It is somebody else's.")
        private boolean external;
    }

    @Override
    public Integer call() throws StoreException, UnknownAgentException, IOException {
        Store store = store();
        KeyringEntry entry = store.mesh()
                .changeEntry(agent, known -> known.trustedAs(relationship(known), note == null ? known.note() : note));
        int waiting = waiting(store);
        int released = waiting == 0 ? 0 : release(store, entry, waiting);
        if (asJson) {
            EntryJson.print(console, entry);
            return ExitStatus.DONE;
        }
        Relationship relationship = entry.relationship();
        console.said()
                .println("Trusted: " + VisibleText.of(entry.name()) + " (" + entry.fingerprint() + ")"
                        + (relationship == null ? "" : " [" + relationship.name() + "]"));
        if (entry.note() != null) {
            console.said().println("  Note: " + VisibleText.of(entry.note()));
        }
        if (waiting > 0) {
            console.said().println("  Released from quarantine: " + released + " of " + waiting);
        }
        return ExitStatus.DONE;
    }

    private static int release(Store store, KeyringEntry entry, int waiting) throws StoreException {
        MessageVerifier verifier = new MessageVerifier(SignatureEngine.soonest(waiting));
        MessageOpener opener = new MessageOpener(verifier, store.mesh().read().keyring(), store.keys());
        return store.inbox().quarantine().releaseVerified(entry.fingerprint(), opener);
    }

    private static int waiting(Store store) throws StoreException {
        try (Stream<String> names = store.inbox().quarantine().names()) {
            return (int) names.count();
        }
    }

    private @Nullable Relationship relationship(KeyringEntry known) {
        if (belonging == null) {
            return known.relationship();
        }
        return belonging.internal ? Relationship.INTERNAL : Relationship.EXTERNAL;
    }
}
