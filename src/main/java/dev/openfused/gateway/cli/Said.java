package dev.openfused.gateway.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** To whom a message goes and what it says: an argument, a file or standard input. */
final class Said {
    @Parameters(
            index = "0",
            paramLabel = "AGENT",
            description = "Name, NAME:FINGERPRINT or fingerprint; a prefix of it will do.")
    private String agent = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", description = "What to say; - reads standard input.")
    private @Nullable String text;

    @Option(names = "--file", paramLabel = "FILE", description = "What to say, from a file.")
    private @Nullable Path file;

    String agent() {
        return agent;
    }

    TextSource source() throws CommandFailedException {
        return TextSource.of(text, file);
    }
}
