package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "archive", description = "Move messages out of the inbox, into inbox/.read/.")
final class InboxArchiveCommand extends StoreCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The message's file, as 'inbox list' shows it.")
    private @Nullable String file;

    @Option(names = "--all", description = "All messages.")
    private boolean all;

    @Option(names = "--json", description = "Print JSON: an object with archived, how many.")
    private boolean asJson;

    InboxArchiveCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, IOException, CommandFailedException {
        if (all == (file != null)) {
            throw CommandFailedException.usage("give either a file or --all");
        }
        Inbox inbox = store().inbox();
        int archived;
        if (file != null) {
            inbox.archive(file);
            archived = 1;
        } else {
            archived = archiveAll(inbox);
        }
        if (asJson) {
            JsonOutput.object(console.out(), json -> json.writeNumberField("archived", archived));
        } else {
            console.said()
                    .println(
                            file == null ? "Archived " + archived + " messages." : "Archived: " + VisibleText.of(file));
        }
        return ExitStatus.DONE;
    }

    private static int archiveAll(Inbox inbox) throws StoreException {
        List<String> names;
        try (Stream<String> there = inbox.names()) {
            names = there.toList();
        }
        for (String name : names) {
            inbox.archive(name);
        }
        return names.size();
    }
}
