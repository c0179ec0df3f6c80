package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Quarantine;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "release", description = "Move messages out of quarantine, into the inbox, as if they just came.")
final class InboxReleaseCommand extends StoreCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The message's file, as 'inbox list --quarantine' shows it.")
    private @Nullable String file;

    @Option(names = "--all", description = "All messages.")
    private boolean all;

    @Option(names = "--json", description = "Print JSON: an object with released, how many.")
    private boolean asJson;

    InboxReleaseCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, IOException, CommandFailedException {
        if (all == (file != null)) {
            throw CommandFailedException.usage("give either a file or --all");
        }
        Quarantine quarantine = store().inbox().quarantine();
        if (file == null) {
            return releaseAll(quarantine);
        }
        String released = quarantine.release(file);
        tell(1, "Released: " + VisibleText.of(released));
        return ExitStatus.DONE;
    }

    private void tell(int released, String line) throws IOException {
        if (asJson) {
            JsonOutput.object(console.out(), json -> json.writeNumberField("released", released));
        } else {
            console.said().println(line);
        }
    }

    /** What can't be released, such as a link, holds nothing else up. */
    private int releaseAll(Quarantine quarantine) throws StoreException, IOException {
        List<String> names;
        try (Stream<String> there = quarantine.names()) {
            names = there.sorted().toList();
        }
        int released = 0;
        for (String name : names) {
            try {
                quarantine.release(name);
                released++;
            } catch (StoreException e) {
                console.error(String.valueOf(e.getMessage()));
            }
        }
        tell(released, "Released " + released + " messages.");
        return released == names.size() ? ExitStatus.DONE : ExitStatus.REFUSED;
    }
}
