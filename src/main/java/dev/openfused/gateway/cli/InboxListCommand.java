package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.ExternalMessage;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.keyring.Relationship;
import dev.openfused.gateway.keyring.Standing;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.InboxListing;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.MessageFolder;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Show received messages that are verified, from agents you trust or subscribed to.",
        footer = {
            "",
            "JSON holds file, from, time, verified, trusted, subscribed, relationship, note, encrypted, content,",
            "wrappedContent, id and, of a message that is not verified, the reason."
        })
final class InboxListCommand extends StoreCommand {
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

    /** Always the case: listing asks no peer, {@code serve} does. Taken for scripts written for the original. */
    @Option(names = "--no-sync", description = "What is here, without asking peers first; always so.")
    @SuppressWarnings("unused")
    private boolean noSync;

    @Option(names = "--json", description = "Print JSON: an array of messages.")
    private boolean asJson;

    InboxListCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, IOException, CommandFailedException {
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
        MessageFolder folder = quarantined ? store.inbox().quarantine() : store.inbox();
        MessageVerifier verifier = new MessageVerifier(SignatureEngine.soonest(count(folder)));
        MessageOpener opener = new MessageOpener(verifier, mesh.keyring(), store.keys());
        InboxListing listing = InboxListing.of(folder, opener, m -> isWanted(m.standing()));
        if (asJson) {
            JsonOutput.array(console.out(), json -> {
                for (InboxListing.Item item : listing.shown()) {
                    write(json, item);
                }
            });
        } else if (listing.shown().isEmpty() && listing.hidden() == 0) {
            console.out().println((quarantined ? "Quarantine" : "Inbox") + " is empty.");
        } else {
            listing.shown().forEach(this::print);
        }
        tellHidden(listing.hidden());
        return ExitStatus.DONE;
    }

    private static int count(MessageFolder folder) throws StoreException {
        try (Stream<String> names = folder.names()) {
            return (int) names.count();
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
        return VisibleText.lines(text).replaceAll("(?m)^(?=--- \\[)", " ");
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
