package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.OwnFiles;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.sync.PeerSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "profile",
        description = "Show the address card, PROFILE.md, or change it. Anybody may read it.",
        footer = {
            "",
            "In a text on the command line \\n is a line's end. JSON holds content, after a change the new one."
        })
final class ProfileCommand extends StoreCommand {
    private final Wiring wiring;

    @Option(
            names = "--set",
            arity = "0..1",
            fallbackValue = OwnText.ELSEWHERE,
            paramLabel = "TEXT",
            description = "Put this text in its place; - reads standard input.")
    private @Nullable String set;

    @Option(names = "--file", paramLabel = "FILE", description = "The text of --set, from a file.")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print JSON: an object.")
    private boolean asJson;

    @Mixin
    private final SettingsFile config = new SettingsFile();

    ProfileCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Store store = store();
        OwnFiles files = store.ownFiles();
        if (set == null) {
            new OwnText("PROFILE.md").show(console, files.profile(), asJson, file);
            return ExitStatus.DONE;
        }
        byte[] profile = OwnText.typed(set, file).read(console).getBytes(UTF_8);
        files.writeProfile(profile);
        if (asJson) {
            OwnText.json(console, profile);
        } else {
            console.said().println("Profile set.");
        }
        Mesh mesh = store.mesh().read();
        Optional<Mesh.Peer> mailbox =
                mesh.peer(mesh.name()).filter(peer -> peer.url().startsWith("http"));
        return mailbox.isEmpty() || publish(store, mesh.name(), mailbox.get(), profile)
                ? ExitStatus.DONE
                : ExitStatus.REFUSED;
    }

    /** A peer of the agent's own name is the mailbox that stands in for it. */
    private boolean publish(Store store, String name, Mesh.Peer mailbox, byte[] profile) throws Exception {
        ResolvedSettings settings = config.read(console, wiring);
        try (WaysOpener.OpenWays ways = wiring.ways().open(store, settings);
                PeerSource source = ways.source(mailbox)) {
            source.publishProfile(new PeerSource.Self(name, store.keys()), profile);
            (asJson ? console.quietly() : console).said().println("Published: " + VisibleText.of(mailbox.url()));
            return true;
        } catch (IOException e) {
            console.error("the profile is set here, but " + VisibleText.of(mailbox.url()) + " does not show it: "
                    + e.getMessage());
            return false;
        }
    }
}
