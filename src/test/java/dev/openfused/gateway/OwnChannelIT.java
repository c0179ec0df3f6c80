package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.message.MessageJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator adds a channel of their own: a route template is dropped into the folder of routes while the gateway runs. */
class OwnChannelIT {
    /** As README shows it. */
    private static final String PAGER = """
            - routeTemplate:
                id: pager-out
                parameters: [{name: bridge}, {name: folder}]
                from:
                  uri: "openfuse-queue:bridge:{{bridge}}"
                  steps:
                    - process: {ref: openMessage}
                    - process: {ref: acceptMessage}
                    - setBody: {simple: "${header.OpenFuseFrom}: ${body.text}"}
                    - to: {uri: "file:{{folder}}?fileName=${header.OpenFuseMessageId}.txt"}
            """;

    private final Map<String, String> settings = new HashMap<>();

    @TempDir
    Path folder;

    private Path file;
    private Path routes;
    private Path pages;
    private TestAgent alice;
    private TestAgent gateway;

    @BeforeEach
    void make() throws Exception {
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        routes = Files.createDirectory(folder.resolve("routes"));
        pages = Files.createDirectory(folder.resolve("pages"));
        file = folder.resolve("application.properties");
        settings.put("openfuse.routes", routes.toString());
        GatewayProcess.settings(file, settings);
    }

    private void nameIt() throws Exception {
        settings.put("openfuse.bridge.oncall.to", "pager");
        settings.put("openfuse.bridge.oncall.folder", pages.toString());
        GatewayProcess.settings(file, settings);
    }

    private void send(GatewayProcess process, String text) throws Exception {
        assertThat(process.post("/inbox", MessageJson.write(alice.sealTo(gateway, text)))
                        .statusCode())
                .isEqualTo(201);
    }

    private List<String> arrived() throws Exception {
        try (Stream<Path> files = Files.list(pages)) {
            return files.filter(each -> each.toString().endsWith(".txt"))
                    .map(OwnChannelIT::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitLine(GatewayProcess process, String... parts) {
        await().untilAsserted(() ->
                assertThat(process.output()).anySatisfy(line -> assertThat(line).contains(parts)));
    }

    @Test
    void aTemplateThatIsDroppedInAndNamedCarriesMessagesWithoutARestart() throws Exception {
        try (GatewayProcess process = GatewayProcess.serve(gateway.store().root(), file)) {
            Files.writeString(routes.resolve("pager.yaml"), PAGER);
            nameIt();
            awaitLine(process, "bridge oncall added: to=pager");

            send(process, "wake up");
            await().untilAsserted(() -> assertThat(arrived()).containsExactly("alice: wake up"));

            Files.writeString(routes.resolve("pager.yaml"), PAGER.replace("${body.text}", "${body.text}!"));
            awaitLine(process, "bridge oncall changed");
            send(process, "still there");
            await().untilAsserted(() ->
                    assertThat(arrived()).containsExactlyInAnyOrder("alice: wake up", "alice: still there!"));
        }
    }

    @Test
    void aTemplateThatIsSpoiltLeavesTheBridgeAsItWasAndSaysWhatIsWrong() throws Exception {
        Files.writeString(routes.resolve("pager.yaml"), PAGER);
        nameIt();
        try (GatewayProcess process = GatewayProcess.serve(gateway.store().root(), file)) {
            Files.writeString(routes.resolve("pager.yaml"), PAGER.replace("- setBody:", "- setBody: ["));
            awaitLine(process, "the settings stay as they are", "pager.yaml");

            Files.writeString(routes.resolve("pager.yaml"), PAGER.replace("- setBody:", "- setBodies:"));
            awaitLine(process, "bridge oncall could not be changed", "setBodies");

            send(process, "wake up");
            await().untilAsserted(() -> assertThat(arrived()).containsExactly("alice: wake up"));
        }
    }

    @Test
    void itIsAKindLikeTheOthers() throws Exception {
        Files.writeString(routes.resolve("pager.yaml"), PAGER);
        nameIt();

        GatewayProcess.Result kinds = GatewayProcess.run("bridge", "kinds", "--config", file.toString());
        GatewayProcess.Result explained = GatewayProcess.run("bridge", "explain", "pager", "--config", file.toString());

        assertThat(kinds.out()).contains("to=pager", "Made by pager.yaml");
        assertThat(explained.out()).contains("folder: text, required").doesNotContain("bridge: text");
    }
}
