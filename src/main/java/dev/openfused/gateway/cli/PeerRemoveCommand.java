package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "Remove a peer; its key stays known.")
final class PeerRemoveCommand extends StoreCommand {
    @Parameters(paramLabel = "ID", description = "The peer's id or name.")
    private String id = "";

    PeerRemoveCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException {
        Mesh.Peer peer = store().mesh().removePeer(id);
        console.out().println("Removed peer: " + VisibleText.of(peer.name()));
        return ExitStatus.DONE;
    }
}
