package dev.openfused.gateway.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Who takes part: the agents alice and bob, and the gateway. Their stores, settings, and who believes whom. */
final class Cast {
    /** What a caller of the gateway's webhook has to show. */
    static final String TOKEN = "a-token-for-the-demo-only";

    private static final String SECRET = "a-secret-for-the-demo-only";
    private static final String PLAIN_SETTINGS = """
            # Peers on this machine are allowed here; otherwise the address guard refuses loopback.
            openfuse.sync.allow-private=127.0.0.1
            """;

    private final Stage stage;

    Cast(Stage stage) {
        this.stage = stage;
    }

    void makeStores() throws StepFailedException {
        stage.narrator().step("Three stores: the agents alice and bob, and the gateway.");
        for (String name : List.of("alice", "bob", "gateway")) {
            stage.type("init", "-n", name, "-d", name);
        }
    }

    void writeSettings(String mailServer, String webhook) throws IOException {
        Files.writeString(stage.path("alice.properties"), PLAIN_SETTINGS);
        Files.writeString(stage.path("bob.properties"), PLAIN_SETTINGS);
        Files.writeString(stage.path("alerts.token"), TOKEN);
        Files.writeString(stage.path("ops-hook.secret"), SECRET);
        String bridges = """

                openfuse.bridge.ops-mail.to=email
                openfuse.bridge.ops-mail.accept=trusted
                openfuse.bridge.ops-mail.server=%s
                openfuse.bridge.ops-mail.security=none
                openfuse.bridge.ops-mail.sender=gateway@example.org
                openfuse.bridge.ops-mail.address=ops@example.org

                openfuse.bridge.ops-hook.to=webhook
                openfuse.bridge.ops-hook.accept=trusted
                openfuse.bridge.ops-hook.url=%s
                openfuse.bridge.ops-hook.secret-file=ops-hook.secret
                openfuse.bridge.ops-hook.allow-private=127.0.0.1

                openfuse.bridge.alerts.from=webhook
                openfuse.bridge.alerts.token-file=alerts.token
                openfuse.bridge.alerts.recipients=bob
                """;
        Files.writeString(stage.path("gateway.properties"), PLAIN_SETTINGS + bridges.formatted(mailServer, webhook));
    }

    /** Who may be believed is said by people, once, and never learned from a message. */
    void exchangeKeys() throws StepFailedException {
        stage.narrator()
                .step(
                        "They exchange keys. The gateway's incoming webhook has a key of its own, so that what strangers say"
                                + " there never arrives as the gateway's word.");
        introduce("alice", "gateway", "--internal", "--note", "ops agent");
        introduce("gateway", "alice", "--internal");
        introduce("bob", "gateway", "--internal");
        String key = stage.type("bridge", "key", "alerts", "-d", "gateway", "--config", "gateway.properties");
        stage.narrator().shows(key);
        stage.feed(key, "key", "import", "gateway.alerts", "-", "-d", "bob");
        stage.type("key", "trust", "gateway.alerts", "--internal", "--note", "alarm system", "-d", "bob");
    }

    private void introduce(String who, String toWhom, String... asWhat) throws StepFailedException {
        String key = stage.type("key", "export", "-d", who);
        stage.feed(key, "key", "import", who, "-", "-d", toWhom);
        List<String> trust = new ArrayList<>(List.of("key", "trust", who));
        trust.addAll(List.of(asWhat));
        trust.addAll(List.of("-d", toWhom));
        stage.type(trust.toArray(String[]::new));
    }
}
