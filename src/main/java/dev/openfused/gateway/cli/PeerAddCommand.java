package dev.openfused.gateway.cli;

import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.MeshFile;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "add", description = "Add a peer: where messages for an agent of this name are delivered.")
final class PeerAddCommand extends StoreCommand {
    @Parameters(
            paramLabel = "URL",
            description =
                    "http(s)://host[:port] or ssh://[user@]host:[port]/path, where host may be an alias of ~/.ssh/config.")
    private String url = "";

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "Its name, the same as in the keyring; default: peer-1 and so on.")
    private @Nullable String name;

    @Option(
            names = {"-a", "--access"},
            paramLabel = "MODE",
            description = "read or readwrite; default: ${DEFAULT-VALUE}.")
    private String access = "read";

    @Option(names = "--json", description = "Print JSON: an object with id, name, url and access.")
    private boolean asJson;

    PeerAddCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, IOException {
        MeshFile file = store().mesh();
        Mesh mesh = file.read();
        Mesh.Peer peer = file.addPeer(name == null ? "peer-" + (mesh.peers().size() + 1) : name, url, access);
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeStringField("id", peer.id());
                json.writeStringField("name", peer.name());
                json.writeStringField("url", peer.url());
                json.writeStringField("access", peer.access());
            });
        } else {
            console.said().println("Added peer: " + peer.name() + " (" + peer.url() + ") [" + peer.access() + "]");
        }
        if (mesh.keyring().entries().stream().noneMatch(e -> e.name().equals(peer.name()))) {
            console.warn(
                    "no key of " + peer.name() + " is known: nothing can be sent to it before 'openfuse key import'");
        }
        return ExitStatus.DONE;
    }
}
