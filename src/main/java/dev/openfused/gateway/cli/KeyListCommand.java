package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List this agent's keys and the keyring.",
        footer = {
            "",
            "JSON holds name, address, signingKey, encryptionKey, fingerprint, trusted, subscribed, relationship, note and added",
            "of each entry."
        })
final class KeyListCommand extends StoreCommand {
    @Option(names = "--json", description = "Print JSON: an array of the keyring's entries.")
    private boolean asJson;

    KeyListCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, IOException {
        Store store = store();
        Mesh mesh = store.mesh().read();
        if (asJson) {
            JsonOutput.array(console.out(), json -> {
                for (KeyringEntry entry : mesh.keyring().entries()) {
                    EntryJson.write(json, entry);
                }
            });
        } else {
            print(mesh, mesh.isWorkspace() ? null : store.keys());
        }
        return ExitStatus.DONE;
    }

    private void print(Mesh mesh, @Nullable AgentKeys keys) {
        PrintWriter out = console.out();
        if (keys != null) {
            out.println(VisibleText.of(mesh.name()) + "  (self)");
            printKeys(keys.publicKey(), keys.encryptionKey(), keys.fingerprint().value());
        }
        if (mesh.keyring().entries().isEmpty()) {
            out.println("Keyring is empty. Import keys with: openfuse key import <name> <keyfile>");
        }
        for (KeyringEntry entry : mesh.keyring().entries()) {
            String address = entry.address().isEmpty() ? "(no address)" : VisibleText.of(entry.address());
            out.println(VisibleText.of(entry.name()) + "  " + address + "  " + Badges.of(entry, console.colour()));
            printKeys(
                    entry.signingKey(),
                    entry.encryptionKey(),
                    entry.fingerprint().value());
        }
    }

    private void printKeys(String signing, @Nullable String encryption, String fingerprint) {
        PrintWriter out = console.out();
        out.println("  signing:    " + VisibleText.of(signing));
        out.println("  encryption: " + (encryption == null ? "(no age key)" : VisibleText.of(encryption)));
        out.println("  fingerprint: " + fingerprint);
        out.println();
    }
}
