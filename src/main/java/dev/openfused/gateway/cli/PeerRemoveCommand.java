package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "Remove a peer; its key stays known.")
final class PeerRemoveCommand extends StoreCommand {
    @Parameters(paramLabel = "ID", description = "The peer's id or name.")
    private String id = "";

    @Option(names = "--json", description = "Print JSON: an object with id, name, url and access.")
    private boolean asJson;

    PeerRemoveCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, IOException {
        Mesh.Peer peer = store().mesh().removePeer(id);
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeStringField("id", peer.id());
                json.writeStringField("name", peer.name());
                json.writeStringField("url", peer.url());
                json.writeStringField("access", peer.access());
            });
        } else {
            console.said().println("Removed peer: " + VisibleText.of(peer.name()));
        }
        return ExitStatus.DONE;
    }
}
