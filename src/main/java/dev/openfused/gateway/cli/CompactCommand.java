package dev.openfused.gateway.cli;

import dev.openfused.gateway.context.ContextDocument;
import dev.openfused.gateway.store.OwnFiles;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "compact",
        description = "Move sections of CONTEXT.md that are done into history/.",
        footer = {
            "",
            "A section is done when its header line, '## …' or '### …', holds [DONE]; text below may speak of it. All that",
            "stays is left byte for byte. With --prune-stale a section whose validity is long over (confidence below 0.1, see",
            "'openfuse validate') is emptied as well; its text is in history/ first. JSON holds done, stale and kept, which",
            "count sections, and history, the file they went to."
        })
final class CompactCommand extends StoreCommand {
    private final Clock clock;

    @Option(names = "--prune-stale", description = "Also empty sections that nobody should rely on any more.")
    private boolean pruneStale;

    @Option(names = "--json", description = "Print JSON: an object.")
    private boolean asJson;

    CompactCommand(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    public Integer call() throws StoreException, IOException {
        Instant now = clock.instant();
        LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<ContextDocument.Compacted> last = new ArrayList<>();
        store().ownFiles()
                .editContext(
                        before -> {
                            ContextDocument.Compacted compacted =
                                    ContextDocument.of(before).compact(pruneStale, now);
                            last.add(compacted);
                            return new OwnFiles.Edited(compacted.context(), compacted.archived());
                        },
                        date);
        tell(last.get(0), "history/" + date + ".md");
        return ExitStatus.DONE;
    }

    private void tell(ContextDocument.Compacted compacted, String history) throws IOException {
        boolean nothing = compacted.archived().isEmpty();
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeNumberField("done", compacted.done());
                json.writeNumberField("stale", compacted.stale());
                json.writeNumberField("kept", compacted.kept());
                json.writeStringField("history", nothing ? null : history);
            });
        } else if (nothing) {
            console.said().println("Nothing to compact. Mark sections with [DONE] to archive them.");
        } else {
            console.said()
                    .println("Compacted: " + (compacted.done() == 0 ? "" : compacted.done() + " done, ")
                            + (compacted.stale() == 0 ? "" : compacted.stale() + " stale, ") + compacted.kept()
                            + " kept. Archived in " + history);
        }
    }
}
