package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "share",
        description = "Copy a file into shared/, where peers can read it.",
        footer = {
            "",
            "Any bytes; one that has its name there is replaced as a whole. JSON holds file, its way from the store,"
                    + " and size."
        })
final class ShareCommand extends StoreCommand {
    @Parameters(paramLabel = "FILE", description = "What to share; - reads standard input.")
    private String file = "";

    @Option(names = "--as", paramLabel = "NAME", description = "Its name there; default: the file's own.")
    private @Nullable String as;

    @Option(names = "--json", description = "Print JSON: an object.")
    private boolean asJson;

    ShareCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException, IOException, CommandFailedException {
        Store store = store();
        String name = as;
        if (name == null) {
            if (file.equals("-")) {
                throw CommandFailedException.usage("standard input has no name; give one with --as");
            }
            name = String.valueOf(console.resolve(Path.of(file)).getFileName());
        }
        long size;
        try (InputStream content = open()) {
            size = store.ownFiles().share(name, content);
        }
        if (asJson) {
            String shared = "shared/" + name;
            JsonOutput.object(console.out(), json -> {
                json.writeStringField("file", shared);
                json.writeNumberField("size", size);
            });
        } else {
            console.said().println("Shared: shared/" + VisibleText.of(name));
        }
        return ExitStatus.DONE;
    }

    private InputStream open() throws CommandFailedException {
        if (file.equals("-")) {
            return console.in();
        }
        return new GivenFile(console.resolve(Path.of(file))).open();
    }
}
