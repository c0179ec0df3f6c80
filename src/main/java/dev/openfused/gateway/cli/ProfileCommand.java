package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.store.OwnFiles;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "profile",
        description = "Show the address card, PROFILE.md, or change it. Anybody may read it.",
        footer = {
            "",
            "In a text on the command line \\n is a line's end. JSON holds content.",
            "",
            "Examples:",
            "  openfuse profile",
            "  openfuse profile --set --file PROFILE.md"
        })
final class ProfileCommand extends StoreCommand {
    private static final String ELSEWHERE = "\0";

    @Option(
            names = "--set",
            arity = "0..1",
            fallbackValue = ELSEWHERE,
            paramLabel = "TEXT",
            description = "Put this text in its place; - reads standard input.")
    private @Nullable String set;

    @Option(names = "--file", paramLabel = "FILE", description = "The text of --set, from a file.")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print JSON: an object.")
    private boolean asJson;

    ProfileCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, IOException, CommandFailedException {
        OwnFiles files = store().ownFiles();
        if (set == null) {
            new OwnText("PROFILE.md").show(console, files.profile(), asJson, file);
        } else {
            files.writeProfile(OwnText.typed(set, ELSEWHERE, file).read(console).getBytes(UTF_8));
            console.out().println("Profile set.");
        }
        return ExitStatus.DONE;
    }
}
