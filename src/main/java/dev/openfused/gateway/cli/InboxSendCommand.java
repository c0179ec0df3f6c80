package dev.openfused.gateway.cli;

import dev.openfused.gateway.compose.Composer;
import dev.openfused.gateway.compose.Composition;
import dev.openfused.gateway.compose.Recipients;
import dev.openfused.gateway.compose.Sender;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.store.Store;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "send",
        description = "Queue a message for an agent in the keyring, sealed to it; serve or sync delivers it.",
        footer = {
            "",
            Sent.SHAPE,
            "The text is sent as it is, whatever its size up to what the receiver takes. 'openfuse send' also finds agents that",
            "are not in the keyring."
        })
final class InboxSendCommand extends StoreCommand {
    private final Clock clock;

    @Mixin
    private final Said said = new Said();

    @Option(names = "--json", description = "Print JSON: an array of what was queued.")
    private boolean asJson;

    InboxSendCommand(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        TextSource source = said.source();
        Store store = store();
        Composition sent = new Composer(store, new MessageSealer(SignatureEngine.soonest(1), clock))
                .compose(Sender.agentOf(store), new Recipients.Named(List.of(said.agent())), source.read(console));
        Sent.tell(console, sent, asJson);
        return ExitStatus.DONE;
    }
}
