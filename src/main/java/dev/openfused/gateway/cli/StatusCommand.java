package dev.openfused.gateway.cli;

import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.MessageFolder;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.sync.PeerState;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Show whose store this is and what is in it.",
        footer = {
            "",
            "JSON holds name, id, directory, and how many there are: peers, failing ones of them, known keys, trusted ones, and",
            "messages in inbox, quarantine and outbox; of a workspace name, id, directory, workspace and known.",
            "'openfuse peer list' says why a peer is failing."
        })
final class StatusCommand extends StoreCommand {
    @Option(names = "--json", description = "Print JSON.")
    private boolean asJson;

    StatusCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, IOException {
        Store store = store();
        Mesh mesh = store.mesh().read();
        if (mesh.isWorkspace()) {
            tellWorkspace(store, mesh);
            return ExitStatus.DONE;
        }
        List<KeyringEntry> known = mesh.keyring().entries();
        int failing = failing(store, mesh);
        long trusted = known.stream().filter(KeyringEntry::trusted).count();
        long received = count(store.inbox());
        long quarantined = count(store.inbox().quarantine());
        int waiting = store.outbox().waiting().size();
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeStringField("name", mesh.name());
                json.writeStringField("id", mesh.id());
                json.writeStringField("directory", store.root().toString());
                json.writeNumberField("peers", mesh.peers().size());
                json.writeNumberField("failing", failing);
                json.writeNumberField("known", known.size());
                json.writeNumberField("trusted", trusted);
                json.writeNumberField("inbox", received);
                json.writeNumberField("quarantine", quarantined);
                json.writeNumberField("outbox", waiting);
            });
        } else {
            console.out().println("Agent: " + VisibleText.of(mesh.name()) + " (" + VisibleText.of(mesh.id()) + ")");
            console.out()
                    .println("Peers: " + mesh.peers().size()
                            + (failing == 0 ? "" : ", " + failing + " failing; 'openfuse peer list' says why"));
            console.out().println("Keys: " + known.size() + " known, " + trusted + " trusted");
            console.out()
                    .println("Inbox: " + received + " messages"
                            + (quarantined == 0 ? "" : ", " + quarantined + " more in quarantine"));
            console.out().println("Outbox: " + waiting + " waiting");
        }
        return ExitStatus.DONE;
    }

    private void tellWorkspace(Store store, Mesh mesh) throws IOException {
        int members = mesh.keyring().entries().size();
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeStringField("name", mesh.name());
                json.writeStringField("id", mesh.id());
                json.writeStringField("directory", store.root().toString());
                json.writeBooleanField("workspace", true);
                json.writeNumberField("known", members);
            });
        } else {
            console.out().println("Workspace: " + VisibleText.of(mesh.name()) + " (" + VisibleText.of(mesh.id()) + ")");
            console.out().println("Keys: " + members + " known, all trusted");
        }
    }

    /** How many could not be synced the last time. */
    private static int failing(Store store, Mesh mesh) throws StoreException {
        int failing = 0;
        for (Mesh.Peer peer : mesh.peers()) {
            if (AgentName.isValid(peer.name())
                    && PeerState.of(store.peerFiles(new AgentName(peer.name())), peer.url())
                                    .fault()
                            != null) {
                failing++;
            }
        }
        return failing;
    }

    private static long count(MessageFolder folder) throws StoreException {
        try (Stream<String> names = folder.names()) {
            return names.count();
        }
    }
}
