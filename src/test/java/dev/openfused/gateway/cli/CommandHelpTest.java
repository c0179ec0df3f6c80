package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
                "subscribe",
                "unsubscribe",
                "peer",
                "peer list",
                "peer add",
                "peer remove",
                "sync",
                "watch",
                "register",
                "discover",
                "revoke",
                "rotate",
                "serve",
                "demo",
                "tasks",
                "tasks list",
                "tasks get",
                "bridge",
                "bridge list",
                "bridge kinds",
                "bridge explain",
                "bridge test",
                "bridge key",
                "queue",
                "queue list",
                "queue counts",
                "queue show",
                "queue retry",
                "queue drop",
                "queue purge",
                "queue rebuild",
                "config",
                "doctor",
                "man",
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
                .contains("-q, --quiet")
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

    /** All but groups show how they are used, and what they show can be typed. */
    @ParameterizedTest
    @MethodSource("commands")
    void everyExampleIsACommandThatIsUnderstood(String command) {
        List<String> examples = Examples.of(command);
        boolean group =
                List.of("", "key", "inbox", "peer", "tasks", "bridge", "queue").contains(command);

        assertThat(examples.isEmpty()).isEqualTo(group);
        String help = help(command);
        for (String example : examples) {
            assertThat(help).contains("\n  " + example + "\n");
            String typed = example.replaceAll("^.*?(?=openfuse )", "").replaceAll(" [|>].*|\\)$", "");
            List<String> words = Transcript.words(typed);
            assertThat(String.join(" ", words)).startsWith("openfuse " + command);
            assertThat(new CommandLineSession(directory)
                            .parser()
                            .parseArgs(words.subList(1, words.size()).toArray(String[]::new))
                            .hasSubcommand())
                    .isTrue();
        }
    }

    private String help(String command) {
        return new CommandLineSession(directory)
                .run((command + " --help").strip().split(" "))
                .out();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAManualPageThatSaysWhatItsHelpSays(String command) {
        String page = new CommandLineSession(directory)
                .run(("man " + command).strip().split(" "))
                .out();

        assertThat(page)
                .startsWith(".TH \""
                        + ("OPENFUSE " + command)
                                .strip()
                                .toUpperCase(Locale.ROOT)
                                .replace(' ', '-') + "\" 1 ")
                .contains(".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", ".SH EXIT STATUS", "\\fB\\-\\-help\\fR");
        for (String example : Examples.of(command)) {
            assertThat(page).contains(example.replace("\\", "\\e").replace("-", "\\-"));
        }
    }

    @Test
    void quietSaysNothingOfSuccessAndStillShowsWhatWasAskedFor() {
        CommandLineSession session = new CommandLineSession(directory);

        assertThat(session.run("init", "-n", "alice", "-d", "alice", "-q").out())
                .isEmpty();
        assertThat(session.run("context", "--set", "x", "-d", "alice", "--quiet")
                        .out())
                .isEmpty();
        assertThat(session.run("context", "-d", "alice", "-q").out()).isEqualTo("x\n");
        assertThat(session.run("send", "nobody", "x", "-d", "alice", "-q").err())
                .contains("openfuse: error: ")
                .doesNotContain("hint");
        assertThat(session.run("context", "--set", "-d", "alice", "--", "-q").status())
                .isEqualTo(ExitStatus.USAGE);
    }
}
