package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code context}, {@code compact} and {@code validate}, beside what the original clients made of the same files. */
class ContextCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-03-15T12:00:00Z");

    private final Path directory;
    private final CommandLineSession session;

    ContextCommandsTest(@TempDir Path directory) {
        this.directory = directory;
        session = new CommandLineSession(directory, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @BeforeEach
    void init() {
        session.run("init", "-n", "alice", "-d", ".");
    }

    private static JsonNode expected() {
        return Vectors.openfused("context/expected.json");
    }

    private static Path vector(String file) {
        return Vectors.folder("openfused").resolve("context").resolve(file);
    }

    private byte[] context() throws IOException {
        return Files.readAllBytes(directory.resolve("CONTEXT.md"));
    }

    private String history() throws IOException {
        Path file = directory.resolve("history/2026-03-15.md");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void write(String context) throws IOException {
        Files.writeString(directory.resolve("CONTEXT.md"), context);
    }

    private void take(String set) throws IOException {
        Files.copy(vector(set + "/input.md"), directory.resolve("CONTEXT.md"), StandardCopyOption.REPLACE_EXISTING);
    }

    static Stream<String> cases() {
        List<String> names = new ArrayList<>();
        expected().get("cases").fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    static Stream<String> validated() {
        return cases().filter(set ->
                expected().at("/cases/" + set + "/head/validate-json").isObject());
    }

    @ParameterizedTest
    @MethodSource("validated")
    void validatingSaysWhatTheOriginalSays(String set) throws IOException {
        JsonNode original = expected().at("/cases/" + set + "/head/validate-json/stdout");
        take(set);

        JsonNode ours = JSON.readTree(session.run("validate", "--json").out());
        JsonNode theirs = JSON.readTree(original.asText());
        assertThat(ours.get("stale").asInt()).isEqualTo(theirs.get("stale").asInt());
        assertThat(ours.get("fresh").asInt()).isEqualTo(theirs.get("fresh").asInt());
        assertThat(ours.get("entries")).hasSameSizeAs(theirs.get("entries"));
        for (int i = 0; i < ours.get("entries").size(); i++) {
            JsonNode entry = ours.get("entries").get(i);
            JsonNode same = theirs.get("entries").get(i);
            for (String field : List.of("header", "content", "ttl_str", "added", "expired")) {
                assertThat(entry.get(field)).as(field).isEqualTo(same.get(field));
            }
            assertThat(entry.get("ttl_ms").asDouble())
                    .isEqualTo(same.get("ttl_ms").asDouble());
            assertThat(entry.get("confidence").asDouble())
                    .isCloseTo(same.get("confidence").asDouble(), offset(1e-9));
        }
        JsonNode told = expected().at("/cases/" + set + "/head/validate/stdout");
        if (told.isTextual()) {
            assertThat(session.run("validate").out()).isEqualTo(told.asText());
        }
    }

    /** Each line stays where it was or is in the history, in its order, and every byte of what stays is as it was. */
    @ParameterizedTest
    @MethodSource("cases")
    void compactingLosesNothing(String set) throws IOException {
        take(set);
        String before = new String(context(), ISO_8859_1);
        session.run("compact", "--prune-stale");
        String after = new String(context(), ISO_8859_1);
        String archived = new String(history().getBytes(UTF_8), ISO_8859_1);

        List<String> lost = lines(before);
        lost.removeAll(lines(after));
        assertThat(lost).allSatisfy(line -> assertThat(archived).contains(line.stripTrailing()));
        List<String> added = lines(after);
        added.removeAll(lines(before));
        assertThat(added).allSatisfy(line -> assertThat(new String(line.getBytes(ISO_8859_1), UTF_8))
                .startsWith("[STALE \u2014 archived by openfuse compact --prune-stale]"));
    }

    private static List<String> lines(String text) {
        return new ArrayList<>(text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c01-basic", "c03-nested", "c04-case", "c08-all-done", "c13-unicode"})
    void whatIsDoneGoesToTheHistoryAsTheOriginalWritesIt(String set) throws IOException {
        take(set);

        CommandLineSession.Outcome outcome = session.run("compact");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).endsWith("kept. Archived in history/2026-03-15.md\n");
        assertThat(history()).isEqualTo(Files.readString(vector(set + "/head/compact/history/2026-03-15.md")));
        assertThat(new String(context(), UTF_8).stripTrailing())
                .isEqualTo(Files.readString(vector(set + "/head/compact/CONTEXT.md"))
                        .stripTrailing());
    }

    @Test
    void aSectionThatMentionsTheMarkInItsTextStays() throws IOException {
        take("c02-done-in-body");
        byte[] before = context();

        assertThat(session.run("compact").out())
                .isEqualTo("Nothing to compact. Mark sections with [DONE] to archive them.\n");
        assertThat(context()).isEqualTo(before);
        assertThat(history()).isEmpty();
    }

    @Test
    void lineEndsAndForeignBytesOfWhatStaysAreUnchanged() throws IOException {
        byte[] kept = "# A\r\n\r\n## b\r\n\u00ff\u0085\u00fe x \r\n".getBytes(ISO_8859_1);
        byte[] done = "## c [DONE]\r\n\u00ff\r\n".getBytes(ISO_8859_1);
        byte[] last = "## d\r\ny".getBytes(ISO_8859_1);
        Files.write(directory.resolve("CONTEXT.md"), concat(kept, done, last));

        session.run("compact");

        assertThat(context()).isEqualTo(concat(kept, last));
        assertThat(Files.readAllBytes(directory.resolve("history/2026-03-15.md")))
                .isEqualTo(concat("# Archived \u2014 2026-03-15\n\n".getBytes(UTF_8), done, new byte[] {'\n'}));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void aHistoryOfThatDayIsContinuedOnALineOfItsOwn() throws IOException {
        Files.writeString(directory.resolve("history/2026-03-15.md"), "# Already here\nno newline at the end");
        write("## a [DONE]\nx");

        session.run("compact");

        assertThat(history()).isEqualTo("# Already here\nno newline at the end\n## a [DONE]\nx\n\n");
    }

    @Test
    void aSectionThatACrashLeftInBothPlacesIsInTheHistoryOnce() throws IOException {
        String before = "## kept\nx\n## a [DONE]\ny\n## b [DONE]\nz\n";
        write(before);
        session.run("compact");
        String history = history();
        write(before); // as if the process had died between the two files

        CommandLineSession.Outcome outcome = session.run("compact");

        assertThat(outcome.out()).startsWith("Compacted: 2 done, 1 kept.");
        assertThat(history()).isEqualTo(history);
        assertThat(context()).isEqualTo("## kept\nx\n".getBytes(UTF_8));
    }

    @Test
    void whatIsStaleIsInTheHistoryAndASectionOfTheSameNameStays() throws IOException {
        take("p02-prune-same-header");

        assertThat(session.run("compact", "--prune-stale").out())
                .isEqualTo("Compacted: 1 stale, 1 kept. Archived in history/2026-03-15.md\n");
        assertThat(new String(context(), UTF_8))
                .isEqualTo("## notes\n[STALE \u2014 archived by openfuse compact --prune-stale]\n\n"
                        + "## notes\nnot annotated, same header\n");
        assertThat(history()).contains("old notes\n");
    }

    @Test
    void withoutPruneStaleNothingStaleIsTouched() throws IOException {
        take("p01-prune");
        byte[] before = context();

        session.run("compact");

        assertThat(context()).isEqualTo(before);
    }

    @Test
    void whatIsAppendedIsWrittenAsTheOriginalDoes() throws IOException {
        Files.write(directory.resolve("CONTEXT.md"), Files.readAllBytes(vector("append/input.md")));

        assertThat(session.run("context", "--append", "line one\\nline two").out())
                .isEqualTo("Context appended.\n");
        assertThat(context()).isEqualTo(Files.readAllBytes(vector("append/head-cli.md")));
    }

    @Test
    void anAppendedSectionHasTheTimeBelowItsHeaderAndIsFresh() throws IOException {
        write("# Context\n\n## Old\n<!-- validity: 1d -->\n<!-- openfuse:added: 2026-03-10T12:00:00.000Z -->\nx\n");

        session.run("context", "--append", "## New\\n<!-- validity: 6h -->\\nwork\\n### Newer\\n<!-- validity: 1h -->");

        JsonNode validity = JSON.readTree(session.run("validate", "--json").out());
        assertThat(validity.get("entries"))
                .extracting(
                        e -> e.get("header").asText(), e -> e.get("confidence").asDouble() == 1)
                .containsExactly(tuple("## Old", false), tuple("## New", true), tuple("### Newer", true));
    }

    @Test
    void theContextIsSetShownAndReadFromStandardInputOrAFile() throws IOException {
        assertThat(session.type("one\\n\r\ntwo", "context", "--set", "-").out()).isEqualTo("Context set.\n");
        assertThat(context()).isEqualTo("one\\n\r\ntwo".getBytes(UTF_8));
        assertThat(session.run("context").out()).isEqualTo("one\\n\ntwo\n");
        assertThat(JSON.readTree(session.run("context", "--json").out()))
                .isEqualTo(JSON.valueToTree(Map.of("content", "one\\n\r\ntwo")));

        Files.writeString(directory.resolve("new.md"), "from a file\n");
        session.run("context", "--set", "--file", "new.md");
        assertThat(context()).isEqualTo("from a file\n".getBytes(UTF_8));
    }

    @Test
    void whatWouldActOnATerminalIsShown() throws IOException {
        write("a\u001b[2Jb\n");

        assertThat(session.run("context").out()).isEqualTo("a\\u{1b}[2Jb\n");
    }

    @Test
    void aContextThatIsALinkIsNeitherReadNorReplaced() throws IOException {
        Files.delete(directory.resolve("CONTEXT.md"));
        Files.createSymbolicLink(directory.resolve("CONTEXT.md"), directory.resolve(".keys/age.key"));

        for (String[] arguments :
                new String[][] {{"context"}, {"context", "--append", "x"}, {"compact"}, {"validate"}}) {
            CommandLineSession.Outcome outcome = session.run(arguments);
            assertThat(outcome.status()).isOne();
            assertThat(outcome.err()).contains("CONTEXT.md is a symbolic link").doesNotContain("AGE-SECRET");
        }
        assertThat(directory.resolve("CONTEXT.md")).isSymbolicLink();
    }

    @Test
    void setAndAppendNeedOneText() {
        assertThat(session.run("context", "--set").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(session.run("context", "--set", "a", "--append", "b").status())
                .isEqualTo(ExitStatus.USAGE);
        assertThat(session.run("context", "--file", "x").status()).isEqualTo(ExitStatus.USAGE);
    }
}
