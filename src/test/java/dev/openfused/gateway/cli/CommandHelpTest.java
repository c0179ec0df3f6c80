package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command explains itself. */
class CommandHelpTest {
    @TempDir
    Path directory;

    static Stream<String> commands() {
        return Stream.of(
                "",
                "init",
                "status",
                "context",
                "profile",
                "compact",
                "validate",
                "share",
                "key",
                "key show",
                "key list",
                "key export",
                "key import",
                "key trust",
                "key untrust",
                "inbox",
                "inbox list",
                "inbox send",
                "inbox archive",
                "inbox release",
                "send",
                "broadcast",
                "peer",
                "peer list",
                "peer add",
                "peer remove",
                "sync",
                "serve",
                "demo",
                "bridge",
                "bridge list",
                "bridge key",
                "queue",
                "queue list",
                "queue counts",
                "queue show",
                "queue retry",
                "queue drop",
                "queue purge",
                "config",
                "completion");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhatItDoesWhatItTakesAndHowItEnds(String command) {
        List<String> words =
                new ArrayList<>(List.of((command + " --help").strip().split(" ")));
        CommandLineSession.Outcome outcome = new CommandLineSession(directory).run(words.toArray(String[]::new));

        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .startsWith(("Usage: openfuse " + command).strip())
                .contains("Exit status:")
                .contains("-h, --help")
                .doesNotContain("${");
    }

    @Test
    void theHelpOfTheWholeNamesEveryCommand() {
        String help = new CommandLineSession(directory).run("--help").out();

        commands()
                .filter(c -> !c.isEmpty())
                .map(c -> c.split(" ")[0])
                .distinct()
                .forEach(c -> assertThat(help).containsPattern("(?m)^  " + c + "\\s"));
    }

    @Test
    void theVersionIsOneLine() {
        CommandLineSession.Outcome outcome = new CommandLineSession(directory).run("--version");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).matches("openfuse \\S+\\R");
    }

    @Test
    void theCompletionScriptKnowsCommandsAndOptions() {
        String script = new CommandLineSession(directory).run("completion").out();

        assertThat(script).contains("complete", "untrust", "--encryption-key", "--no-sync");
    }
}
