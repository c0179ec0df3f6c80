package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.HttpFarEnd.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "task_20260315120000_0123456789ab";
    private static final String TASK = """
            {"id": "%s", "status": {"state": "working"},
             "history": [{"role": "user", "parts": [{"kind": "text", "text": "build\\u001b[2J it"}, {"kind": "file", "file": {}}]}],
             "artifacts": [{"artifactId": "a1", "name": "report", "parts": [{"kind": "text", "text": "green"}]}],
             "_openfuse": {"createdAt": "2026-03-15T12:00:00Z", "updatedAt": "2026-03-15T12:05:00Z"}}
            """.formatted(ID);

    private final Path directory;
    private final CommandLineSession session;

    TasksCommandTest(@TempDir Path directory) {
        this.directory = directory;
        session = new CommandLineSession(directory);
    }

    @BeforeEach
    void init() throws IOException {
        session.run("init", "-n", "alice", "-d", ".");
        Files.createDirectories(directory.resolve("tasks/" + ID));
        Files.writeString(directory.resolve("tasks/" + ID + "/task.json"), TASK);
    }

    @Test
    void theStoresTasksAreListedNewestFirstAndTheBrokenOnesSayWhy() throws IOException {
        Files.createDirectories(directory.resolve("tasks/task_20250101000000_000000000000"));
        Files.createSymbolicLink(
                directory.resolve("tasks/task_20250101000000_000000000000/task.json"),
                directory.resolve(".keys/age.key"));

        assertThat(session.run("tasks", "list").out())
                .matches(ID + "  working  2026-03-15T12:05:00Z\n"
                        + "task_20250101000000_000000000000  unreadable    task.json is a symbolic link.*\n");
        JsonNode json = JSON.readTree(session.run("tasks", "list", "--json").out());
        assertThat(json.get(0).get("state").asText()).isEqualTo("working");
        assertThat(json.get(0).get("error").isNull()).isTrue();
        assertThat(json.get(1).get("state").asText()).isEqualTo("unreadable");
    }

    @Test
    void oneTaskIsShownWithWhatWasSaidAndMadeAndActsOnNoTerminal() {
        assertThat(session.run("tasks", "get", ID).out())
                .isEqualTo("Task: " + ID + "\n  State: working\n  Updated: 2026-03-15T12:05:00Z\n\n"
                        + "user:\n  build\\u{1b}[2J it\n  (a file; --json shows it)\n\nArtifact report:\n  green\n");
    }

    @Test
    void asJsonItIsTheTaskItself() throws IOException {
        assertThat(JSON.readTree(session.run("tasks", "get", ID, "--json").out()))
                .isEqualTo(JSON.readTree(TASK));
    }

    @Test
    void whatIsNoTaskIsRefused() {
        assertThat(session.run("tasks", "get", "none").status()).isOne();
        assertThat(session.run("tasks", "get", "../inbox").status()).isEqualTo(ExitStatus.USAGE);
    }

    @Test
    void aServersTasksAreReadWithItsToken() {
        try (HttpFarEnd server = new HttpFarEnd()
                .answering(
                        call -> !List.of("Bearer s3cret").equals(call.headers().get("Authorization"))
                                ? new Answer(401)
                                : call.target().equals("/tasks")
                                        ? new Answer(200, Map.of(), "{\"tasks\": [" + TASK + "]}")
                                        : new Answer(200, Map.of(), TASK))) {
            Map<String, String> loopback = Map.of("OPENFUSE_SYNC_ALLOW_PRIVATE", "127.0.0.1");
            Map<String, String> withToken =
                    Map.of("OPENFUSE_SYNC_ALLOW_PRIVATE", "127.0.0.1", "OPENFUSE_TOKEN", "s3cret");

            CommandLineSession.Outcome refused =
                    session.run(loopback, new byte[0], "tasks", "list", "--url", server.url());
            assertThat(refused.status()).isOne();
            assertThat(refused.err()).contains("answered 401: give its token");
            assertThat(session.run(withToken, new byte[0], "tasks", "list", "--url", server.url())
                            .out())
                    .startsWith(ID + "  working");
            assertThat(session.run(
                                    loopback,
                                    new byte[0],
                                    "tasks",
                                    "get",
                                    ID,
                                    "--url",
                                    server.url(),
                                    "--token",
                                    "s3cret")
                            .out())
                    .startsWith("Task: " + ID);
            assertThat(session.run("tasks", "list", "--url", server.url()).err())
                    .contains("127.0.0.1");
        }
    }
}
