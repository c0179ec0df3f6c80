package dev.openfused.gateway.cli;

import dev.openfused.gateway.compose.Composer;
import dev.openfused.gateway.compose.Composition;
import dev.openfused.gateway.compose.Recipients;
import dev.openfused.gateway.compose.Sender;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.dispatch.PeerTargets;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.registry.ManifestCheck;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreLock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "send",
        description = "Queue a message for an agent, sealed to it; serve or sync delivers it.",
        footer = {
            "",
            Sent.SHAPE,
            "The text is sent as it is, whatever its size up to what the receiver takes. An agent that is not in the keyring is",
            "looked up at the registry and imported, untrusted; on a terminal you are asked first. Where its address is known",
            "from there only, the message is delivered at once. What can't be delivered stays queued."
        })
final class SendCommand extends StoreCommand {
    private final Wiring wiring;

    @Mixin
    private final Said said = new Said();

    @ArgGroup
    private @Nullable Way way;

    @Option(names = "--trust", description = "Trust the agent's key. Compare its fingerprint first.")
    private boolean trust;

    @Mixin
    private final RegistryOptions options = new RegistryOptions();

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    @Option(names = "--json", description = "Print JSON: an array of what was queued.")
    private boolean asJson;

    SendCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    /** One of the two, or neither. */
    static final class Way {
        @Option(names = "--http", description = "Deliver it now, over HTTP.")
        private boolean http;

        @Option(names = "--ssh", description = "Deliver it now, over SSH.")
        private boolean ssh;
    }

    @Override
    public Integer call() throws Exception {
        TextSource source = said.source();
        String agent = said.agent();
        Store store = store();
        String text = source.read(console);
        String query = agent;
        String endpoint = "";
        if (options.isNamed() || !RegistryImport.isKnown(store.mesh(), agent)) {
            RegistryImport.Imported imported = RegistryImport.take(
                    heard(), wiring, options, store.mesh(), agent, found -> askWhetherMeant(agent, found));
            query = imported.entry().name()
                    + ':'
                    + imported.entry().fingerprint().fp8();
            endpoint = imported.manifest().endpoint();
        }
        if (trust) {
            KeyringEntry trusted =
                    store.mesh().changeEntry(query, known -> known.trustedAs(known.relationship(), known.note()));
            heard().said().println("Trusted: " + VisibleText.of(trusted.name()) + " (" + trusted.fingerprint() + ")");
        }
        Composition sent = new Composer(store, new MessageSealer(SignatureEngine.soonest(1), wiring.clock()))
                .compose(Sender.agentOf(store), new Recipients.Named(List.of(query)), text);
        Sent.tell(console, sent, asJson);
        return deliver(store, sent.copies().get(0), endpoint);
    }

    /** A name that was mistyped may be somebody's. */
    private void askWhetherMeant(String typed, ManifestCheck.Checked found) throws CommandFailedException {
        if (!options.isNamed()) {
            confirmation.askOnTerminal(
                    console,
                    VisibleText.of(typed) + " is not in the keyring; the registry has "
                            + VisibleText.of(found.manifest().name()) + " (" + found.fingerprint()
                            + "). Seal the message to that key?");
        }
    }

    /** JSON stands alone on standard output. */
    private Console heard() {
        return asJson ? console.quietly() : console;
    }

    private int deliver(Store store, Composition.Copy copy, String endpoint) throws Exception {
        Optional<Mesh.Peer> configured = peer(store, copy);
        boolean asked = way != null;
        if (copy.local() || (!asked && (configured.isPresent() || endpoint.isEmpty()))) {
            return ExitStatus.DONE;
        }
        if (configured.isPresent() && StoreLock.holder(store).isPresent()) {
            console.hint("serve runs on the store and delivers it");
            return ExitStatus.DONE;
        }
        Mesh.Peer peer = configured
                .filter(each -> !asked || isWanted(each.url()))
                .orElseGet(() -> new Mesh.Peer("", copy.recipient(), endpoint, "read"));
        if (!PeerTargets.isReachable(peer.url()) || (asked && !isWanted(peer.url()))) {
            throw CommandFailedException.refused(
                    "no address is known at which " + VisibleText.of(copy.recipient())
                            + " can be reached so; the message stays queued",
                    "'openfuse peer add URL --name NAME' says where");
        }
        boolean delivered = new SendNow(heard(), wiring, store).deliver(copy, peer, options.settings(console, wiring));
        return delivered ? ExitStatus.DONE : ExitStatus.REFUSED;
    }

    private static Optional<Mesh.Peer> peer(Store store, Composition.Copy copy) throws StoreException {
        String[] names = copy.file().split("/", -1);
        return names.length < 2
                ? Optional.empty()
                : PeerTargets.peerOf(names[names.length - 2], store.mesh().read());
    }

    private boolean isWanted(String url) {
        boolean ssh = url.toLowerCase(Locale.ROOT).startsWith("ssh://");
        return way != null && (ssh ? way.ssh : way.http);
    }
}
