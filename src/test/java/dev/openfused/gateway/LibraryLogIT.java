package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.message.MessageJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LibraryLogIT {
    private static final String LINE = "\\d{4}-\\d\\d-\\d\\dT\\S+ (INFO |WARN |ERROR|AUDIT|ACCESS) .*";

    /** Logs by {@code java.util.logging}, as a library does that an operator's own channel calls. */
    private static final String CHANNEL = """
            - routeTemplate:
                id: talkative-out
                parameters: [{name: bridge}]
                from:
                  uri: "openfuse-queue:bridge:{{bridge}}"
                  steps:
                    - setBody: {simple: "${bean:type:java.util.logging.Logger?method=getGlobal}"}
                    - setBody: {simple: "${body.warning('a library has a word')}"}
            """;

    @TempDir
    Path folder;

    @Test
    void whatLibrariesLogIsALineLikeAllOthers() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("talkative.yaml"), CHANNEL);
        Path settings = folder.resolve("application.properties");
        GatewayProcess.settings(
                settings, Map.of("openfuse.routes", routes.toString(), "openfuse.bridge.talks.to", "talkative"));
        try (GatewayProcess process =
                GatewayProcess.serveBriefly(gateway.store().root(), settings)) {
            process.post("/inbox", MessageJson.write(alice.sealTo(gateway, "one")));

            BridgedGateway.awaitLine(process, "global - a library has a word");
            assertThat(process.output()).allMatch(line -> line.matches(LINE));
            process.kill();
        }
    }
}
