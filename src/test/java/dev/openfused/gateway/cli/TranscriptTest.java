package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each session in {@code src/test/resources/transcripts} goes as it is written down there. */
class TranscriptTest {
    @TempDir
    Path directory;

    static Stream<Path> transcripts() throws URISyntaxException, IOException {
        Path folder = Path.of(Objects.requireNonNull(TranscriptTest.class.getResource("/transcripts"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void theSessionGoesAsWritten(Path file) throws IOException {
        CommandLineSession session = new CommandLineSession(directory);
        for (Transcript.Step step : Transcript.read(file).steps()) {
            if (step.words().get(0).equals("put")) {
                Files.createDirectories(directory.resolve(step.words().get(1)).getParent());
                Files.writeString(directory.resolve(step.words().get(1)), step.input());
                continue;
            }
            Map<String, String> variables = new HashMap<>();
            List<String> words = new ArrayList<>(step.words());
            while (!words.get(0).equals("openfuse")) {
                String[] variable = words.remove(0).split("=", 2);
                variables.put(variable[0], variable[1]);
            }
            Path redirected = null;
            if (words.size() > 2 && words.get(words.size() - 2).equals(">")) {
                redirected = directory.resolve(words.remove(words.size() - 1));
                words.remove(words.size() - 1);
            }
            CommandLineSession.Outcome outcome = session.run(
                    variables,
                    step.input().getBytes(UTF_8),
                    words.subList(1, words.size()).toArray(String[]::new));

            String where = file.getFileName() + ", line " + step.line() + ": " + String.join(" ", step.words());
            assertThat(steady(outcome.err())).as(where + " (standard error)").isEqualTo(step.err());
            if (redirected == null) {
                assertThat(steady(outcome.out())).as(where).isEqualTo(step.out());
            } else {
                Files.writeString(redirected, outcome.out());
            }
            assertThat(outcome.status()).as(where).isEqualTo(step.status());
        }
    }

    /** What differs from run to run, by its kind. */
    private String steady(String text) {
        return text.replace(directory.toString(), "DIR")
                .replace(System.getProperty("user.name") + "@", "USER@")
                .replaceAll("\\b([0-9A-F]{4}:){7}[0-9A-F]{4}\\b", "FINGERPRINT")
                .replaceAll("\\b[0-9a-f]{64}\\b", "HEX64")
                .replaceAll("\\bage1[0-9a-z]{58}\\b", "AGE")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d[:-]\\d\\d[:-]\\d\\d([.-]\\d+)?Z", "TIME")
                .replaceAll("(?<=history/)\\d{4}-\\d\\d-\\d\\d", "DATE")
                .replaceAll("(?<=/[a-z]{1,20}-)[0-9A-F]{8}\\b", "FP8")
                .replaceAll("(Agent ID: |\\(|\"id\": \")[A-Za-z0-9_-]{12}(?=[)\n\"])", "$1ID");
    }
}
