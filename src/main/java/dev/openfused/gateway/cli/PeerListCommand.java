package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List the peers that this store exchanges with.")
final class PeerListCommand extends StoreCommand {
    @Option(names = "--json", description = "Print JSON: an array of peers.")
    private boolean asJson;

    PeerListCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, IOException {
        List<Mesh.Peer> peers = store().mesh().read().peers();
        if (asJson) {
            JsonOutput.array(console.out(), json -> {
                for (Mesh.Peer peer : peers) {
                    json.writeStartObject();
                    json.writeStringField("id", peer.id());
                    json.writeStringField("name", peer.name());
                    json.writeStringField("url", peer.url());
                    json.writeStringField("access", peer.access());
                    json.writeEndObject();
                }
            });
        } else if (peers.isEmpty()) {
            console.out().println("No peers connected.");
        } else {
            for (Mesh.Peer peer : peers) {
                console.out()
                        .println(VisibleText.of("  " + peer.name() + " (" + peer.id() + ") — " + peer.url() + " ["
                                + peer.access() + "]"));
            }
        }
        return ExitStatus.DONE;
    }
}
