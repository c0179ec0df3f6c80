package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.StoreException;
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

    InboxArchiveCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, CommandFailedException {
        if (all == (file != null)) {
            throw CommandFailedException.usage("give either a file or --all");
        }
        Inbox inbox = store().inbox();
        if (file != null) {
            inbox.archive(file);
            console.said().println("Archived: " + VisibleText.of(file));
        } else {
            console.said().println("Archived " + archiveAll(inbox) + " messages.");
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
