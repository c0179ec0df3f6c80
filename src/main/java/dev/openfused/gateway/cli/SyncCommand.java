package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.sync.Pace;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sync",
        description = "Fetch mail and files from peers, and push what waits for them.",
        footer = {
            "",
            "Mail comes into inbox/, what a peer shows into .peers/NAME/. While serve runs on the store it pushes by itself,",
            "and this command only fetches. Peers in a private network have to be allowed: openfuse.sync.allow-private.",
            "JSON holds, for each peer, name, messages, files, new, changed, removed, sent, faults and warnings."
        })
final class SyncCommand extends StoreCommand {
    private final Wiring wiring;

    @Parameters(arity = "0..1", paramLabel = "PEER", description = "Only this one, by name or id; default: all.")
    private @Nullable String peer;

    @Mixin
    private final SettingsFile config = new SettingsFile();

    @Option(names = "--json", description = "Print JSON: an array of peers.")
    private boolean asJson;

    SyncCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Store store = store();
        CommandSync sync = new CommandSync(console, wiring, store, config.path(console));
        List<SyncOutcome> outcomes = sync.run(sync.reachable(wanted(store.mesh().read())), settings -> Pace.BY_HAND);
        print(outcomes);
        return outcomes.stream().allMatch(SyncOutcome::succeeded) ? ExitStatus.DONE : ExitStatus.REFUSED;
    }

    private List<Mesh.Peer> wanted(Mesh mesh) throws CommandFailedException {
        String name = peer;
        if (name == null) {
            return mesh.peers();
        }
        return List.of(mesh.peer(name)
                .orElseThrow(() -> CommandFailedException.refused(
                        "no peer '" + VisibleText.of(name) + "'", "'openfuse peer list' shows what there is")));
    }

    private void print(List<SyncOutcome> outcomes) throws IOException {
        if (asJson) {
            JsonOutput.array(console.out(), json -> {
                for (SyncOutcome outcome : outcomes) {
                    outcome.write(json);
                }
            });
        } else if (outcomes.isEmpty()) {
            console.out().println("No peers to sync with.");
        } else {
            outcomes.forEach(outcome -> console.out().println(outcome.summary()));
        }
        for (SyncOutcome outcome : outcomes) {
            String who = outcome.report().peer();
            outcome.report().warnings().forEach(line -> console.warn(who + ": " + line));
            outcome.faults().forEach(line -> console.error(who + ": " + line));
        }
    }
}
