package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.store.StoreOpener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged gateway with bridges made from settings; alice, whom it trusts, writes to it. */
public final class BridgedGateway {
    private static final MessageVerifier VERIFIER = new MessageVerifier(SignatureEngine.best());

    private final Path folder;
    private final TestAgent alice;
    private final TestAgent gateway;
    private final Map<String, String> settings = new LinkedHashMap<>();

    public BridgedGateway(Path folder) throws Exception {
        this.folder = folder;
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        gateway = TestAgent.make(folder.resolve("gateway"), "gateway").knows(alice, true);
    }

    /** Each setting is {@code key=value} under the bridge's name; an outward one tries again soon. */
    public BridgedGateway bridge(String name, String... lines) {
        for (String line : lines) {
            int equals = line.indexOf('=');
            settings.put("openfuse.bridge." + name + '.' + line.substring(0, equals), line.substring(equals + 1));
            if (line.startsWith("to=")) {
                settings.put("openfuse.bridge." + name + ".retry-first", "100ms");
                settings.put("openfuse.bridge." + name + ".retry-longest", "500ms");
            }
        }
        return this;
    }

    /** One more setting of the installation. */
    public BridgedGateway setting(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public Path settings() throws IOException {
        return GatewayProcess.settings(folder.resolve("application.properties"), settings);
    }

    public GatewayProcess serve() throws IOException {
        return GatewayProcess.serve(gateway.store().root(), settings());
    }

    public TestAgent agent() {
        return gateway;
    }

    /** The directory of its store. */
    public Path store() {
        return gateway.store().root();
    }

    /** Alice's message, sealed to the gateway, is accepted by it. */
    public MessageId send(GatewayProcess process, String text) throws Exception {
        SignedMessage message = alice.sealTo(gateway, text);
        assertThat(process.post("/inbox", MessageJson.write(message)).statusCode())
                .isEqualTo(201);
        return VERIFIER.verify(message).id();
    }

    /** Alice's message, sealed to the gateway. */
    public SignedMessage fromAlice(String text) {
        return alice.sealTo(gateway, text);
    }

    /** What an agent sees in the gateway's own inbox. */
    public List<JsonNode> inbox() throws Exception {
        GatewayProcess.Result listed = GatewayProcess.run(
                "inbox", "list", "--all", "--json", "-d", gateway.store().root().toString());
        List<JsonNode> messages = new ArrayList<>();
        new ObjectMapper().readTree(listed.out()).forEach(messages::add);
        return messages;
    }

    /** The texts that wait for alice to be fetched, as she reads them. */
    public List<String> toAlice() throws Exception {
        MessageOpener opener = new StoreOpener(alice.store(), VERIFIER).current();
        Path outbox = store().resolve("outbox");
        List<String> texts = new ArrayList<>();
        for (Path directory : files(outbox)) {
            for (Path file : files(directory)) {
                texts.add(opener.open(file.getFileName().toString(), Files.readAllBytes(file))
                        .text());
            }
        }
        return texts;
    }

    /** The files of a folder, those that are not hidden, by name. */
    public static List<Path> files(Path where) throws IOException {
        if (!Files.isDirectory(where)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(where)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** Who is killed between a far end's answer and its being written down delivers once more, and rightly so. */
    public static void awaitDelivered(GatewayProcess process, int count) {
        await().untilAsserted(() -> assertThat(process.output())
                .filteredOn(line -> line.contains("decision=delivered"))
                .hasSize(count));
    }

    public static void awaitLine(GatewayProcess process, String... parts) {
        await().untilAsserted(() ->
                assertThat(process.output()).anySatisfy(line -> assertThat(line).contains(parts)));
    }
}
