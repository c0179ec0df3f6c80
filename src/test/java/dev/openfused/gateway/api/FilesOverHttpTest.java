package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.store.PublicFiles;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /profile}, {@code /ls} and {@code /read} at the running server, under the shipped routes. */
@Timeout(60)
class FilesOverHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path store;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        store = TestAgent.make(folder.resolve("bob"), "bob").store().root();
        serve(true);
        Files.delete(store.resolve("PROFILE.md"));
        Files.writeString(store.resolve("CONTEXT.md"), "# Context\n");
        Files.writeString(store.resolve("shared/notes.txt"), "hello\n");
        Files.createDirectories(store.resolve("shared/deep/er"));
        Files.writeString(store.resolve("shared/deep/er/ünïcode file.txt"), "deep\n");
    }

    private void serve(boolean files) throws Exception {
        stop();
        PublicFiles shown = TestAgent.make(store, "bob").store().publicFiles();
        server = new RunningServer(RunningServer.settings(1 << 20, HttpSettings.Phases.DEFAULT), Clock.systemUTC());
        server.context().getPropertiesComponent().addInitialProperty("openfuse.http.files", String.valueOf(files));
        server.withShippedRoutes(
                Map.of(
                        "showProfile", ReadPublicFile.profile(shown),
                        "readPublicFile", ReadPublicFile.byPath(shown),
                        "listPublicFiles", new ListPublicFiles(shown)),
                "problems.yaml",
                "files.yaml");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theProfileIsPlainTextAndHeadShowsItsLength() throws Exception {
        assertThat(get("/profile").statusCode()).as("there is none").isEqualTo(404);
        Files.writeString(store.resolve("PROFILE.md"), "# bob\nügly\n");

        HttpResponse<byte[]> profile = get("/profile");
        HttpResponse<byte[]> head = send("HEAD", "/profile");

        assertThat(profile.body()).isEqualTo(Files.readAllBytes(store.resolve("PROFILE.md")));
        assertThat(profile.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    }

    @Test
    void thePublicNamesAndFoldersAreListed() throws Exception {
        Files.writeString(store.resolve("shared/.hidden"), "x");
        Files.writeString(store.resolve("shared/half.part"), "x");
        Files.createSymbolicLink(store.resolve("shared/link"), Path.of("/etc/hostname"));

        assertThat(JSON.readTree(get("/ls").body()).findValuesAsText("name"))
                .containsExactly("CONTEXT.md", "knowledge", "shared");
        assertThat(text("/ls/shared"))
                .matches("\\[\\{\"name\":\"deep\",\"is_dir\":true,\"size\":0},"
                        + "\\{\"name\":\"notes.txt\",\"is_dir\":false,\"size\":6,\"version\":\"[a-z0-9-]+\"}]");
        assertThat(text("/ls/knowledge")).isEqualTo("[]");
        assertThat(JSON.readTree(get("/ls/shared/deep").body()).findValuesAsText("name"))
                .containsExactly("er");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ls/inbox",
                "/ls/.keys",
                "/ls/nothing",
                "/ls/shared/nothing",
                "/ls/CONTEXT.md",
                "/ls/.gateway",
                "/ls/shared/notes.txt"
            })
    void otherFoldersAreForbiddenWhetherTheyExistOrNot(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONTEXT.md", "shared/notes.txt", "shared/deep/er/%C3%BCn%C3%AFcode%20file.txt"})
    void aPublicFileIsReadByteForByte(String path) throws Exception {
        assertThat(get("/read/" + path).statusCode()).isEqualTo(200);
        assertThat(text("/read/" + path)).isIn("# Context\n", "hello\n", "deep\n");
        assertThat(get("/read/" + path).headers().firstValue("X-Content-Type-Options"))
                .contains("nosniff");
    }

    @Test
    void aLargeBinaryFileIsReadByteForByte() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(7).nextBytes(content);
        Files.write(store.resolve("shared/model.bin"), content);

        assertThat(Arrays.equals(get("/read/shared/model.bin").body(), content)).isTrue();
    }

    @Test
    void whatDidNotChangeIsNotSentAgain() throws Exception {
        String tag = get("/read/shared/notes.txt").headers().firstValue("ETag").orElseThrow();

        assertThat(get("/read/shared/notes.txt", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        Files.writeString(store.resolve("shared/notes.txt"), "hello again\n");
        assertThat(get("/read/shared/notes.txt", "If-None-Match", tag).statusCode())
                .isEqualTo(200);

        String list = get("/ls/shared").headers().firstValue("ETag").orElseThrow();
        assertThat(get("/ls/shared", "If-None-Match", list).statusCode()).isEqualTo(304);
    }

    @Test
    void aListChangesWithAFileOfTheSameSize() throws Exception {
        String list = get("/ls/shared").headers().firstValue("ETag").orElseThrow();

        Files.writeString(store.resolve("shared/notes.txt"), "HELLO\n");

        assertThat(get("/ls/shared", "If-None-Match", list).statusCode()).isEqualTo(200);
    }

    @Test
    void aLinkThatLeadsOutOfTheStoreDoesNotExist() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(store.resolve("shared/link.txt"), secret);
        Files.createSymbolicLink(store.resolve("shared/out"), folder);
        Files.createSymbolicLink(store.resolve("PROFILE.md"), secret);

        assertThat(get("/read/shared/link.txt").statusCode()).isEqualTo(404);
        assertThat(get("/read/shared/out/secret.txt").statusCode()).isEqualTo(404);
        assertThat(get("/ls/shared/out").statusCode()).isEqualTo(403);
        assertThat(get("/profile").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/read/.mesh.json",
                "/read/.keys/private.key",
                "/read/inbox/x.json",
                "/read/shared",
                "/read/shared/../.mesh.json",
                "/read/shared/%2e%2e/.mesh.json",
                "/read/shared/%2e%2e%2f.mesh.json",
                "/read/shared/..%5c.mesh.json",
                "/read/shared//notes.txt",
                "/read/shared/notes.txt%00.md",
                "/read//etc/passwd",
                "/read/",
                "/read",
                "/readme",
                "/outbox/../read/CONTEXT.md"
            })
    void anythingElseIsNotFound(String path) throws Exception {
        assertThat(raw(path)).startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/read/shared/%c0%ae%c0%ae/x", "/read/shared/%ff", "/read/shared/%4"})
    void whatIsNotUtf8IsRefused(String path) throws Exception {
        assertThat(raw(path)).startsWith("HTTP/1.1 400");
    }

    @Test
    void anAbsoluteTargetMeansTheSameFile() throws Exception {
        assertThat(raw("http://127.0.0.1/read/shared/notes.txt")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aPublicGatewayShowsItsProfileAndNothingElse() throws Exception {
        serve(false);
        Files.writeString(store.resolve("PROFILE.md"), "# bob\n");

        assertThat(get("/profile").statusCode()).isEqualTo(200);
        assertThat(get("/ls").statusCode()).isEqualTo(404);
        assertThat(get("/ls/shared").statusCode()).isEqualTo(404);
        assertThat(get("/read/CONTEXT.md").statusCode()).isEqualTo(404);
    }

    private String raw(String target) throws Exception {
        return server.raw()
                .send("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                .answer();
    }

    private String text(String path) throws Exception {
        return new String(get(path).body(), UTF_8);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    private HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = server.request(path).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
