package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How {@code context} and {@code profile} show and take a text of the agent's own.
 *
 * @param name of its file
 */
record OwnText(String name) {
    /** Stands for the value of an option that was left out: no argument holds it. */
    static final String ELSEWHERE = "\0";

    /** Uncut; what would act on a terminal is shown, and in JSON every character is as it is. */
    void show(Console console, byte[] content, boolean asJson, @Nullable Path file)
            throws IOException, CommandFailedException {
        if (file != null) {
            throw CommandFailedException.usage("--file gives the text of --set or --append; say which");
        }
        String text = new String(content, UTF_8);
        if (asJson) {
            json(console, content);
        } else if (text.isEmpty()) {
            console.hint(name + " is empty");
        } else {
            console.out().print(VisibleText.lines(text.replace("\r\n", "\n")));
            if (!text.endsWith("\n")) {
                console.out().println();
            }
        }
    }

    /** The same as JSON, also of a text that was just changed. */
    static void json(Console console, byte[] content) throws IOException {
        JsonOutput.object(console.out(), json -> json.writeStringField("content", new String(content, UTF_8)));
    }

    /**
     * The text of an option.
     *
     * @param typed its value, in which {@code \n} is a line's end
     * @param file the file that holds it then
     */
    static TextSource typed(@Nullable String typed, @Nullable Path file) throws CommandFailedException {
        String text = ELSEWHERE.equals(typed) ? null : typed;
        return TextSource.of(text == null ? null : text.replace("\\n", "\n"), file);
    }
}
