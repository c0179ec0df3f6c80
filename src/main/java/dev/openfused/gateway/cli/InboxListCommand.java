package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.dispatch.PeerTargets;
import dev.openfused.gateway.keyring.ExternalMessage;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.keyring.Relationship;
import dev.openfused.gateway.keyring.Standing;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.SettingsException;
import dev.openfused.gateway.store.InboxListing;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.MessageFolder;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreLock;
import dev.openfused.gateway.sync.Pace;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = {
            "Show received messages that are verified, from agents you trust or subscribed to.",
            "Peers are asked for mail first, unless serve runs on the store."
        },
        footer = {
            "",
            "JSON holds file, from, time, verified, trusted, subscribed, relationship, note, encrypted, content,",
            "wrappedContent, id and, of a message that is not verified, the reason."
        })
final class InboxListCommand extends StoreCommand {
    /** A peer that did not answer is left alone from this long on, and ever longer, lest each listing wait for it. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

    /** What the first line of a message begins with: the dashes before its badges. */
    private static final String HEAD = "--- [";

    private final Wiring wiring;

    @Option(names = "--all", description = "Every message, also those of strangers and those that are not messages.")
    private boolean all;

    @Option(names = "--trusted", description = "Only messages from agents you trust.")
    private boolean trustedOnly;

    @Option(
            names = "--quarantine",
            description = "What waits in inbox/.quarantine/ for 'inbox release' or 'key trust', all of it.")
    private boolean quarantined;

    @Option(names = "--raw", description = "The text alone, without the wrapper for language models.")
    private boolean raw;

    @Option(names = "--no-sync", description = "What is here, without asking peers first.")
    private boolean noSync;

    @Mixin
    private final SettingsFile config = new SettingsFile();

    @Option(names = "--json", description = "Print JSON: an array of messages.")
    private boolean asJson;

    InboxListCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        if (quarantined && trustedOnly) {
            throw CommandFailedException.usage("give either --quarantine or --trusted");
        }
        Store store = store();
        Mesh mesh = store.mesh().read();
        if (mesh.isWorkspace()) {
            throw CommandFailedException.refused(
                    store.root() + " is a workspace, which has no inbox",
                    "what agents write to each other there is in messages/ and _broadcast/");
        }
        if (!noSync && !quarantined) {
            sync(store, mesh);
        }
        MessageFolder folder = quarantined ? store.inbox().quarantine() : store.inbox();
        MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());
        MessageOpener opener = new MessageOpener(verifier, mesh.keyring(), store.keys());
        try (InboxListing listing = InboxListing.of(folder, opener, m -> isWanted(m.standing()))) {
            show(listing);
        }
        return ExitStatus.DONE;
    }

    private void show(InboxListing listing) throws IOException {
        if (asJson) {
            JsonOutput.array(console.out(), json -> listing.each(item -> write(json, item)));
        } else if (listing.shown() == 0 && listing.hidden() == 0) {
            console.out().println((quarantined ? "Quarantine" : "Inbox") + " is empty.");
        } else {
            listing.each(this::print);
        }
        tellHidden(listing.hidden());
    }

    /** A gateway that runs on the store asks the peers by itself. What fails here fails no listing. */
    private void sync(Store store, Mesh mesh) throws Exception {
        if (mesh.peers().isEmpty() || StoreLock.holder(store).isPresent()) {
            return;
        }
        List<Mesh.Peer> reachable = mesh.peers().stream()
                .filter(peer -> PeerTargets.isReachable(peer.url()) && AgentName.isValid(peer.name()))
                .toList();
        CommandSync sync = new CommandSync(console, wiring, store, config.path(console));
        try {
            for (SyncOutcome outcome : sync.run(
                    reachable,
                    settings -> Pace.ofWatch(LEFT_ALONE, settings.get(GatewaySettings.SYNC_RETRY_LONGEST)))) {
                outcome.faults().forEach(line -> console.warn(outcome.report().peer() + ": " + line));
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (SettingsException e) {
            e.problems().forEach(line -> console.warn("peers were not asked: " + line));
        } catch (Exception e) {
            console.warn("peers were not asked: " + e.getMessage());
        }
    }

    private boolean isWanted(Standing standing) {
        return all || quarantined || standing.trusted() || (standing.subscribed() && !trustedOnly);
    }

    private void print(InboxListing.Item item) {
        OpenedMessage message = item.message();
        PrintWriter out = console.out();
        out.println();
        out.println("--- " + Badges.of(message, console.colour()) + " From: " + VisibleText.of(message.from()) + " | "
                + VisibleText.of(message.timestamp()) + " ---");
        if (message.reason() != null) {
            out.println("(" + VisibleText.of(item.file()) + ": " + VisibleText.of(message.reason()) + ")");
        } else if (quarantined) {
            out.println("(" + VisibleText.of(item.file()) + ": its sender is known by now)");
        }
        out.println(body(raw ? message.text() : ExternalMessage.wrap(message)));
    }

    /** No line of it can pass for the head of another message. */
    private static String body(String text) {
        String lines = VisibleText.lines(text).replace("\n" + HEAD, "\n " + HEAD);
        return lines.startsWith(HEAD) ? ' ' + lines : lines;
    }

    private void tellHidden(int hidden) {
        if (hidden > 0 && asJson) {
            console.hint(hidden + " hidden; --all shows everything");
        } else if (hidden > 0) {
            console.out().println();
            console.out()
                    .println("(" + hidden + " hidden: "
                            + (trustedOnly ? "not trusted" : "unverified, or neither trusted nor subscribed")
                            + "; --all shows everything)");
        }
    }

    private static void write(JsonGenerator json, InboxListing.Item item) throws IOException {
        OpenedMessage message = item.message();
        Standing standing = message.standing();
        Relationship relationship = standing.relationship();
        json.writeStartObject();
        json.writeStringField("file", item.file());
        json.writeStringField("from", message.from());
        json.writeStringField("time", message.timestamp());
        json.writeBooleanField("verified", standing.verified());
        json.writeBooleanField("trusted", standing.trusted());
        json.writeBooleanField("subscribed", standing.subscribed());
        json.writeStringField("relationship", relationship == null ? null : relationship.json());
        json.writeStringField("note", standing.note());
        json.writeBooleanField("encrypted", message.encrypted());
        json.writeStringField("content", message.text());
        json.writeStringField("wrappedContent", ExternalMessage.wrap(message));
        json.writeStringField("id", message.id().value());
        json.writeStringField("reason", message.reason());
        json.writeEndObject();
    }
}
