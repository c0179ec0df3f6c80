package dev.openfused.gateway.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where the demonstration takes place: a folder, a person who types commands in it, and a narrator who tells of it.
 *
 * @param folder holds every store, setting, log and arrived message
 * @param commands runs what is typed
 * @param narrator tells it
 */
record Stage(Path folder, CommandRunner commands, Narrator narrator) {
    /** How long each thing may take before it counts as not happening. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    Path path(String name) {
        return folder.resolve(name);
    }

    /** Types a command in the folder; it must be done. */
    String type(String... arguments) throws StepFailedException {
        return feed("", arguments);
    }

    /** The same with something on its standard input. */
    String feed(String input, String... arguments) throws StepFailedException {
        narrator.command(List.of(arguments));
        CommandRunner.Outcome outcome = commands.run(List.of(arguments), input);
        expect(
                outcome.status() == 0,
                "the command is done (it said: " + outcome.err().strip() + ")");
        return outcome.out();
    }

    /** What has to be so for the step to have happened. */
    void expect(boolean happened, String what) throws StepFailedException {
        if (!happened) {
            throw new StepFailedException(what);
        }
    }

    /** The first message file in a folder, once it is there. */
    Path awaitMessage(Path directory, String what) throws StepFailedException, InterruptedException {
        return FirstMessage.in(directory, PATIENCE).orElseThrow(() -> new StepFailedException(what));
    }
}
