package dev.openfused.gateway.cli;

import dev.openfused.gateway.compose.Composer;
import dev.openfused.gateway.compose.Composition;
import dev.openfused.gateway.compose.Recipients;
import dev.openfused.gateway.compose.Sender;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "broadcast",
        description = "Queue a message for every agent that is trusted or subscribed, sealed to each.",
        footer = {
            "",
            Sent.SHAPE,
            "One copy, sealed to ourselves, is kept in outbox/.broadcast/, so that bridges can read it later."
        })
final class BroadcastCommand extends StoreCommand {
    private final Clock clock;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "What to say; - reads standard input.")
    private @Nullable String text;

    @Option(names = "--file", paramLabel = "FILE", description = "What to say, from a file.")
    private @Nullable Path file;

    @Option(names = "--internal", description = "Only to agents of ours; beats --external.")
    private boolean internal;

    @Option(names = "--external", description = "Only to agents of others.")
    private boolean external;

    @Option(names = "--subscribers", description = "Only to agents we subscribed to.")
    private boolean subscribers;

    @Option(names = "--trusted-only", description = "Only to agents we trust; beats --subscribers.")
    private boolean trustedOnly;

    @Option(names = "--json", description = "Print JSON: an array of what was queued.")
    private boolean asJson;

    BroadcastCommand(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        TextSource source = TextSource.of(text, file);
        Store store = store();
        int known = store.mesh().read().keyring().entries().size();
        Composition sent = new Composer(store, new MessageSealer(SignatureEngine.soonest(known), clock))
                .compose(
                        Sender.agentOf(store),
                        new Recipients.Audience(internal, external, subscribers, trustedOnly),
                        source.read(console));
        if (sent.copies().isEmpty()) {
            throw CommandFailedException.refused(
                    "nobody to send it to: no agent in the keyring fits",
                    "'openfuse key list' shows whom you trust or subscribed to");
        }
        Sent.tell(console, sent, asJson);
        if (!asJson) {
            console.said().println("Broadcast: " + sent.copies().size() + " queued.");
        }
        return ExitStatus.DONE;
    }
}
