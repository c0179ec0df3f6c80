package dev.openfused.gateway.store;

import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.VisibleText;
import java.util.ArrayList;
import java.util.List;

/** Whether everybody and every place in {@code .mesh.json} is fit for use. */
final class MeshExamination {
    private final Findings findings;

    MeshExamination(Findings findings) {
        this.findings = findings;
    }

    void keyring(Mesh mesh) {
        List<KeyringEntry> before = new ArrayList<>();
        for (KeyringEntry entry : mesh.keyring().entries()) {
            try {
                KeyringDoor.check(entry, new Keyring(before, false));
            } catch (StoreException | IllegalArgumentException e) {
                findings.add(
                        ".mesh.json",
                        "the keyring's entry '" + VisibleText.of(entry.name()) + "' is no good: " + e.getMessage(),
                        "'openfuse key import' it anew, and take it out of .mesh.json");
            }
            before.add(entry);
            if (entry.encryptionKey() == null) {
                findings.add(
                        ".mesh.json",
                        "there is no age key of " + VisibleText.of(entry.name())
                                + ": what is sent to it can be read on the way",
                        "'openfuse key import " + VisibleText.of(entry.name()) + " FILE' with its age key");
            }
        }
    }

    void peers(Mesh mesh) {
        for (Mesh.Peer peer : mesh.peers()) {
            try {
                PeerDoor.check(peer.name(), peer.url(), "read");
            } catch (StoreException e) {
                findings.add(
                        ".mesh.json",
                        "the peer '" + VisibleText.of(peer.name()) + "' is no good: " + e.getMessage(),
                        "'openfuse peer remove " + VisibleText.of(peer.id()) + "', then 'openfuse peer add'");
            }
        }
    }
}
