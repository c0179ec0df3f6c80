package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.context.ContextDocument;
import dev.openfused.gateway.store.OwnFiles;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "context",
        description = "Show the working memory, CONTEXT.md, or change it.",
        footer = {
            "",
            "What is appended carries the time in a comment; a section, a text that begins with '## ' or '### ', below its",
            "header. In a text on the command line \\n is a line's end. JSON holds content, after a change the new one."
        })
final class ContextCommand extends StoreCommand {
    private final Clock clock;

    @ArgGroup
    private @Nullable Change change;

    @Option(names = "--file", paramLabel = "FILE", description = "The text of --set or --append, from a file.")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print JSON: an object.")
    private boolean asJson;

    ContextCommand(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    /** One of the two, or neither. */
    static final class Change {
        @Option(
                names = "--set",
                arity = "0..1",
                fallbackValue = OwnText.ELSEWHERE,
                paramLabel = "TEXT",
                description = "Put this text in its place; - reads standard input.")
        private @Nullable String set;

        @Option(
                names = "--append",
                arity = "0..1",
                fallbackValue = OwnText.ELSEWHERE,
                paramLabel = "TEXT",
                description = "Add this text at its end; - reads standard input.")
        private @Nullable String append;
    }

    @Override
    public Integer call() throws StoreException, IOException, CommandFailedException {
        OwnFiles files = store().ownFiles();
        if (change == null) {
            new OwnText("CONTEXT.md").show(console, files.context(), asJson, file);
            return ExitStatus.DONE;
        }
        boolean appends = change.append != null;
        String text = OwnText.typed(appends ? change.append : change.set, file).read(console);
        Instant now = clock.instant();
        files.editContext(
                before -> new OwnFiles.Edited(
                        appends ? ContextDocument.append(before, text, now) : text.getBytes(UTF_8), List.of()),
                LocalDate.ofInstant(now, ZoneOffset.UTC));
        if (asJson) {
            OwnText.json(console, files.context());
        } else {
            console.said().println(appends ? "Context appended." : "Context set.");
        }
        return ExitStatus.DONE;
    }
}
