package dev.openfused.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsResolverTest {
    private static final Setting<Secret> PASSWORD = Setting.optional("x.password", SecretTypes.secret(), "A secret.");
    private static final Setting<String> TEXT = Setting.optional("x.text", SettingType.text(), "A text.");
    private static final Setting<Integer> NUMBER =
            Setting.optional("x.number", AmountTypes.integer(0, 9), "A number.").withDefault("1");
    private static final Setting<Path> PATH = Setting.optional("x.path", FileTypes.path(), "A path.");

    private final Path folder;
    private final Problems problems = new Problems();

    SettingsResolverTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private PropertiesFile file(String content) throws IOException {
        return PropertiesFile.read(Files.writeString(folder.resolve("application.properties"), content), problems);
    }

    private ResolvedSettings resolve(PropertiesFile file, Map<String, String> environment) {
        SettingSources sources = new SettingSources(Map.of(), environment, file, folder.resolve("elsewhere"));
        return new SettingsResolver(sources, problems).resolve(List.of(PASSWORD, TEXT, PATH), "");
    }

    // ---- the file

    @Test
    void aKeySetTwiceIsAProblem() throws Exception {
        file("x.text=one\n\n# comment \\\nx.text=two\n");

        assertThat(problems.lines())
                .containsExactly(
                        "x.text (application.properties, line 4) is set twice, first in application.properties, line 1");
    }

    @Test
    void aFileThatIsNotUtf8OrNotThereIsAProblemNotAStackTrace() throws Exception {
        Path latin1 =
                Files.write(folder.resolve("latin1.properties"), "x.text=Käse".getBytes(StandardCharsets.ISO_8859_1));
        PropertiesFile.read(latin1, problems);
        PropertiesFile.read(folder.resolve("missing.properties"), problems);
        file("x.text=\\u12");

        assertThat(problems.lines()).hasSize(3);
        assertThat(problems.lines().get(0)).endsWith("is not UTF-8 text");
        assertThat(problems.lines().get(1)).contains("can't be read");
        assertThat(problems.lines().get(2)).contains("line 1: a \\u escape needs four hex digits");
    }

    @Test
    void aValueMayGoOnInTheNextLineAndKnowsItsFirst() throws Exception {
        PropertiesFile read = file("# one\nx.text = a\\\n   b\nx.path:p\n");

        assertThat(read.values().get("x.text")).isNotNull().satisfies(v -> {
            assertThat(v.text()).isEqualTo("ab");
            assertThat(v.origin()).hasToString("application.properties, line 2");
        });
        assertThat(read.values().get("x.path")).isNotNull().satisfies(v -> assertThat(v.origin())
                .hasToString("application.properties, line 4"));
    }

    // ---- values

    @Test
    void aRelativePathStartsFromTheFileThatNamesIt() throws Exception {
        assertThat(resolve(file("x.path=store"), Map.of()).get(PATH)).isEqualTo(folder.resolve("store"));
        assertThat(resolve(PropertiesFile.none(), Map.of("X_PATH", "store")).get(PATH))
                .isEqualTo(folder.resolve("elsewhere").resolve("store").toAbsolutePath());
    }

    @Test
    void placeholdersAreFilledInOnce() throws Exception {
        Files.writeString(folder.resolve("part"), "{{env:NOT_LOOKED_AT}}\n");
        ResolvedSettings settings =
                resolve(file("x.text=a {{env:ONE}} {{env:TWO:second}} {{file:part}}"), Map.of("ONE", "first"));

        assertThat(problems.lines()).isEmpty();
        assertThat(settings.get(TEXT)).isEqualTo("a first second {{env:NOT_LOOKED_AT}}");
    }

    @ParameterizedTest
    @CsvSource({
        "{{env:NO_SUCH}}, names the environment variable NO_SUCH",
        "{{file:no-such}}, which is no file that can be read",
        "{{vault:x}}, 'which is neither {{env:NAME}}'"
    })
    void aPlaceholderThatStandsForNothingIsAProblem(String value, String problem) throws Exception {
        resolve(file("x.text=" + value), Map.of());

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith("x.text (application.properties, line 1) ")
                .contains(problem);
    }

    // ---- what a stronger source overrides

    @Test
    void aWrongValueThatIsOverriddenIsAProblemWhereverItStands() throws Exception {
        SettingSources sources = new SettingSources(
                Map.of("x.number", "3"), Map.of("X_NUMBER", "eighty"), file("x.number=ninety"), folder);

        ResolvedSettings settings = new SettingsResolver(sources, problems).resolve(List.of(NUMBER), "");

        assertThat(settings.get(NUMBER)).isEqualTo(3);
        assertThat(problems.lines())
                .containsExactly(
                        "x.number (environment, X_NUMBER): 'eighty' is not a whole number from 0 to 9",
                        "x.number (application.properties, line 1): 'ninety' is not a whole number from 0 to 9");
    }

    @Test
    void everySettingOfTheGatewayIsCheckedThoughItIsOverridden() throws Exception {
        for (Setting<?> setting : GatewaySettings.ALL) {
            String wrong = setting.secret() ? "{{vault:x}}" : "\\u0000";
            SettingSources sources =
                    new SettingSources(Map.of(setting.key(), "x"), Map.of(), file(setting.key() + "=" + wrong), folder);
            Problems found = new Problems();

            new SettingsResolver(sources, found).resolve(List.of(setting), "");

            assertThat(found.lines())
                    .as(setting.key())
                    .filteredOn(line -> line.startsWith(setting.key() + " (application.properties, line 1)"))
                    .hasSize(1);
        }
    }

    @Test
    void whatAnOverriddenValueNamesMayBeMissing() throws Exception {
        Map<String, String> environment = Map.of("X_TEXT", "a", "X_PASSWORD", "b");
        ResolvedSettings settings =
                resolve(file("x.text={{env:NO_SUCH}} {{file:no-such}}\nx.password-file=no-such"), environment);

        assertThat(settings.get(TEXT)).isEqualTo("a");
        assertThat(settings.get(PASSWORD).reveal()).isEqualTo("b");
        assertThat(problems.lines()).isEmpty();
    }

    @Test
    void anOverriddenPlaceholderOfNoFormIsAProblem() throws Exception {
        resolve(file("x.text={{vault:x}}\nx.password-file={{vault:y}}"), Map.of("X_TEXT", "a", "X_PASSWORD", "b"));

        assertThat(problems.lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("x.text (application.properties, line 1) holds '{{vault:x}}'"))
                .anyMatch(line -> line.startsWith("x.password-file (application.properties, line 2) holds"));
    }

    // ---- secrets

    @Test
    void aSecretComesFromAValueAVariableOrAFile() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "from file\n");

        assertThat(resolve(file("x.password={{env:PW}}"), Map.of("PW", "a"))
                        .get(PASSWORD)
                        .reveal())
                .isEqualTo("a");
        assertThat(resolve(PropertiesFile.none(), Map.of("X_PASSWORD", "b"))
                        .get(PASSWORD)
                        .reveal())
                .isEqualTo("b");
        assertThat(resolve(file("x.password-file=secret"), Map.of())
                        .get(PASSWORD)
                        .reveal())
                .isEqualTo("from file");
        assertThat(resolve(file("x.password-file=secret"), Map.of("X_PASSWORD", "c"))
                        .get(PASSWORD)
                        .reveal())
                .as("the environment wins")
                .isEqualTo("c");
        assertThat(resolve(PropertiesFile.none(), Map.of("X_PASSWORD_FILE", secret.toString()))
                        .get(PASSWORD)
                        .reveal())
                .isEqualTo("from file");
        assertThat(problems.lines()).isEmpty();
    }

    @Test
    void aSecretFileThatAnotherProgramRewritesIsReadAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "one");
        Secret secret = Secret.ofFile(file);
        Files.writeString(file, "two");

        assertThat(secret.reveal()).isEqualTo("one");
        assertThat(secret.revealCurrent()).isEqualTo("two");
    }

    @Test
    void aSecretSetTwiceInOnePlaceIsAProblem() throws Exception {
        resolve(file("x.password=a\nx.password-file=b"), Map.of());

        assertThat(problems.lines())
                .containsExactly(
                        "x.password and x.password-file (application.properties, line 2) are both set; keep one");
    }

    @Test
    void aSecretIsNeverShown() throws Exception {
        PropertiesFile file = file("x.password=hunter2\nx.text={{env:PW}}");
        SettingSources sources = new SettingSources(Map.of(), Map.of("PW", "hunter2\nwith a line break"), file, folder);
        SettingsResolver resolver = new SettingsResolver(sources, problems);
        ResolvedSettings settings = resolver.resolve(List.of(PASSWORD, TEXT, PATH), "");

        assertThat(settings.toString() + settings.all() + settings.texts() + file.values() + settings.get(PASSWORD))
                .doesNotContain("hunter2");
        assertThat(problems.lines())
                .as("the text is refused for its line break")
                .hasSize(1);
        assertThat(problems.lines().toString() + resolver.warnings()).doesNotContain("hunter2");
        assertThat(resolver.warnings())
                .singleElement()
                .asString()
                .startsWith("x.password (application.properties, line 1) is written out");
    }
}
