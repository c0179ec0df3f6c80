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
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "send",
        description = "Queue a message for an agent, sealed to it; serve delivers it.",
        footer = {"", "The text is sent as it is, whatever its size up to what the receiver takes."})
final class SendCommand extends StoreCommand {
    private final Clock clock;

    @Parameters(
            index = "0",
            paramLabel = "AGENT",
            description = "Name, NAME:FINGERPRINT or fingerprint; a prefix of it will do.")
    private String agent = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", description = "What to say; - reads standard input.")
    private @Nullable String text;

    @Option(names = "--file", paramLabel = "FILE", description = "What to say, from a file.")
    private @Nullable Path file;

    SendCommand(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        TextSource source = TextSource.of(text, file);
        Store store = store();
        Composition sent = new Composer(store, new MessageSealer(SignatureEngine.soonest(1), clock))
                .compose(Sender.agentOf(store), new Recipients.Named(List.of(agent)), source.read(console));
        Sent.tell(console, sent);
        return ExitStatus.DONE;
    }
}
