package dev.openfused.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.SettingOrigin.Layer;
import dev.openfused.gateway.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private final Path folder;

    ConfigurationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Configuration read(Map<String, String> commandLine, Map<String, String> environment, String... lines)
            throws SettingsException, IOException {
        Path file = Files.write(folder.resolve("application.properties"), List.of(lines));
        return Configuration.read(file, commandLine, environment, BridgeKinds.shipped());
    }

    private Configuration read(String... lines) throws SettingsException, IOException {
        return read(Map.of(), Map.of(), lines);
    }

    private List<String> problemsOf(String... lines) {
        SettingsException refused = catchThrowableOfType(SettingsException.class, () -> read(lines));
        assertThat(refused).as("settings are refused").isNotNull();
        return refused.problems();
    }

    @Test
    void tenMalformedSettingsEachGetOneClearLine() {
        String outward = BridgeKinds.shipped().all().stream()
                .filter(kind -> kind.direction() == Direction.OUT)
                .map(BridgeKind::name)
                .collect(Collectors.joining(", "));
        assertThat(problemsOf(
                        "openfuse.http.prot=2053",
                        "openfuse.http.port=http",
                        "openfuse.receive.max-age=600",
                        "openfuse.durability=ful",
                        "openfuse.queue.url=mysql://db",
                        "openfuse.bridge.a.to=emial",
                        "openfuse.bridge.b.to=webhook",
                        "openfuse.bridge.b.url=https://hooks.example.org/b",
                        "openfuse.bridge.b.accept=trusted or verifed",
                        "openfuse.bridge.c.to=webhook",
                        "openfuse.bridge.c.url=hooks.example.org",
                        "openfuse.bridge.d.from=webhook",
                        "openfuse.bridge.d.recipients=alice",
                        "openfuse.bridge.e/f.to=email"))
                .containsExactlyInAnyOrder(
                        "openfuse.http.prot (application.properties, line 1) is no setting;"
                                + " did you mean 'openfuse.http.port'?",
                        "openfuse.http.port (application.properties, line 2): 'http' is not a whole number from 0 to"
                                + " 65535",
                        "openfuse.receive.max-age (application.properties, line 3): '600' is not a duration:"
                                + " write a whole number and its unit, such as 500ms, 10s, 5m, 2h or 7d",
                        "openfuse.durability (application.properties, line 4): 'ful' is none of full, relaxed;"
                                + " did you mean 'full'?",
                        "openfuse.queue.url (application.properties, line 5): 'mysql://db' is neither"
                                + " jdbc:postgresql:… nor jdbc:sqlite:…",
                        "openfuse.bridge.a.to (application.properties, line 6): 'emial' is no kind of bridge to send"
                                + " with (" + outward + "); did you mean 'email'?",
                        "openfuse.bridge.b.accept (application.properties, line 9): 'trusted or verifed' is wrong at"
                                + " character 12: expected a condition (verified, trusted, subscribed, internal,"
                                + " external, sealed, from:NAME, any, not), found 'verifed'; did you mean 'verified'?",
                        "openfuse.bridge.c.url (application.properties, line 11): 'hooks.example.org' is not an address"
                                + " that begins https:// or http://",
                        "openfuse.bridge.d (application.properties, line 12) needs secret or token",
                        "openfuse.bridge.e/f (application.properties, line 14): 'e/f' can't name a bridge: 1-64"
                                + " letters, digits, '.', '_' or '-', the first a letter or digit, no '..'");
    }

    @Test
    void aMalformedLimitOfTheDoorGetsOneClearLine() {
        assertThat(problemsOf(
                        "openfuse.receive.rate=60",
                        "openfuse.receive.inbox-limit=0",
                        "openfuse.receive.unknown=quarantined",
                        "openfuse.receive.quarantine-limit=many"))
                .containsExactlyInAnyOrder(
                        "openfuse.receive.rate (application.properties, line 1): '60' is not a rate: write a whole"
                                + " number and per what, such as 10/s, 60/m or 1000/h",
                        "openfuse.receive.inbox-limit (application.properties, line 2): '0' is not a whole number from"
                                + " 1 to 100000000",
                        "openfuse.receive.unknown (application.properties, line 3): 'quarantined' is none of accept,"
                                + " quarantine, refuse; did you mean 'quarantine'?",
                        "openfuse.receive.quarantine-limit (application.properties, line 4): 'many' is not a whole"
                                + " number from 1 to 100000000");
    }

    @Test
    void aFlagWinsOverTheEnvironmentOverTheFileOverTheDefault() throws Exception {
        String[] file = {"openfuse.http.port=3003", "openfuse.http.host=10.0.0.3", "openfuse.name=from-file"};
        Configuration read = read(
                Map.of("openfuse.http.port", "3001"),
                Map.of("OPENFUSE_HTTP_PORT", "3002", "OPENFUSE_HTTP_HOST", "10.0.0.2"),
                file);

        assertThat(read.gateway().get(GatewaySettings.HTTP_PORT)).isEqualTo(3001);
        assertThat(read.gateway().get(GatewaySettings.HTTP_HOST)).isEqualTo("10.0.0.2");
        assertThat(read.gateway().get(GatewaySettings.NAME)).isEqualTo("from-file");
        assertThat(read.gateway().get(GatewaySettings.HTTP_BODY_LIMIT)).isEqualTo(1024 * 1024);
        assertThat(read.gateway().all().stream().map(v -> v.origin().layer()))
                .contains(Layer.COMMAND_LINE, Layer.ENVIRONMENT, Layer.FILE, Layer.DEFAULT);
        assertThat(read.gateway().all().stream().map(v -> v.origin().toString()))
                .contains("command line", "environment, OPENFUSE_HTTP_HOST", "application.properties, line 3");
    }

    @Test
    void aFewLinesSwitchABridgeOn() throws Exception {
        Configuration read = read(
                Map.of(),
                Map.of("OPS_MAIL_PASSWORD", "hunter2"),
                EmailOut.KIND.example().toArray(String[]::new));

        Bridge bridge = read.bridges().get(0);
        assertThat(bridge.name()).hasToString("ops-mail");
        assertThat(bridge.accept()).hasToString("trusted");
        assertThat(bridge.parameters())
                .containsEntry("bridge", "ops-mail")
                .containsEntry("server", "mail.example.org:587")
                .containsEntry("security", "starttls")
                .doesNotContainKey("password");
        assertThat(bridge.find(MailLogIn.PASSWORD).orElseThrow().reveal()).isEqualTo("hunter2");
        assertThat(bridge.toString() + bridge.settings() + bridge.settings().all())
                .doesNotContain("hunter2");
    }

    @Test
    void aMistypedVariableIsWarnedOfWithTheNearestOne() throws Exception {
        Configuration read = read(
                Map.of(),
                Map.of(
                        "OPENFUSE_HTP_PORT", "2054",
                        "OPENFUSE_BRIDGE_OPS_ULR", "https://example.org/",
                        "OPENFUSE_BRIDGE_OTHER_PASSWORD", "hunter2",
                        "OPENFUSE_QUEUE_PASSWORD_FIEL", "/run/secrets/queue"),
                "openfuse.bridge.ops.to=webhook",
                "openfuse.bridge.ops.url=https://hooks.example.org/ops");

        assertThat(read.warnings())
                .containsExactly(
                        "OPENFUSE_BRIDGE_OPS_ULR (environment) is no setting; did you mean 'OPENFUSE_BRIDGE_OPS_URL'?",
                        "OPENFUSE_BRIDGE_OTHER_PASSWORD (environment) is no setting; 'openfuse config' shows what can"
                                + " be set",
                        "OPENFUSE_HTP_PORT (environment) is no setting; did you mean 'OPENFUSE_HTTP_PORT'?",
                        "OPENFUSE_QUEUE_PASSWORD_FIEL (environment) is no setting; did you mean"
                                + " 'OPENFUSE_QUEUE_PASSWORD_FILE'?");
    }

    @Test
    void variablesThatOthersOwnAreNotWarnedOf() throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "OPENFUSE_JAVA_OPTS", "-Xmx1g",
                "OPENFUSE_DIR", "/store",
                "OPENFUSE_HOME", "/opt/openfused-gateway",
                "OPENFUSE_PEPPER", "named in the file",
                "OPENFUSE_HTTP_HOST", "127.0.0.1",
                "OPENFUSE_BRIDGE_OPS_SECRET_FILE", folder.resolve("secret").toString()));
        environment.putAll(Map.of(
                "OPENFUSE_PORT", "tcp://10.0.0.1:2053",
                "OPENFUSE_PORT_2053_TCP", "tcp://10.0.0.1:2053",
                "OPENFUSE_PORT_2053_TCP_ADDR", "10.0.0.1",
                "OPENFUSE_SERVICE_HOST", "10.0.0.1",
                "OPENFUSE_GATEWAY_SERVICE_PORT_HTTP", "2053"));
        Files.writeString(folder.resolve("secret"), "hunter2");

        Configuration read = read(
                Map.of(),
                environment,
                "camel.main.name={{env:OPENFUSE_PEPPER}}",
                "openfuse.bridge.ops.to=webhook",
                "openfuse.bridge.ops.url=https://hooks.example.org/ops");

        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void aServerThatOthersCanReachWithoutLimitsIsWarnedOfWithTheSettings() throws Exception {
        for (String host : List.of("0.0.0.0", "::", "192.0.2.7", "gw.example.org")) {
            assertThat(read(Map.of("openfuse.http.host", host), Map.of()).warnings())
                    .singleElement()
                    .asString()
                    .contains(host, "openfuse.http.rate, openfuse.receive.rate, openfuse.receive.inbox-limit");
        }
        assertThat(read("openfuse.http.host=0.0.0.0", "openfuse.http.rate=600/m", "openfuse.receive.rate=60/m")
                        .warnings())
                .singleElement()
                .asString()
                .contains("set openfuse.receive.inbox-limit in");
    }

    @Test
    void aServerWithLimitsOrForThisMachineOnlyIsNotWarnedOf() throws Exception {
        for (String host : List.of("127.0.0.1", "127.9.9.9", "localhost", "::1")) {
            assertThat(read(Map.of("openfuse.http.host", host), Map.of()).warnings())
                    .as(host)
                    .isEmpty();
        }
        assertThat(read(
                                "openfuse.http.host=0.0.0.0",
                                "openfuse.http.rate=600/m",
                                "openfuse.receive.rate=60/m",
                                "openfuse.receive.inbox-limit=1000")
                        .warnings())
                .isEmpty();
    }

    @Test
    void noSecretOfAnAddressThatIsRefusedIsQuoted() {
        assertThat(problemsOf("openfuse.bridge.a.to=webhook", "openfuse.bridge.a.url=ftp://h.example/x?token=hunter2"))
                .singleElement()
                .asString()
                .contains("'ftp://h.example/x?********'")
                .doesNotContain("hunter2");
    }
}
