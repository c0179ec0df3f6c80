package dev.openfused.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped {@code application.properties} says what the catalogues say. */
class ApplicationPropertiesTest {
    private static final Path SHIPPED = Path.of("application.properties");

    @Test
    void itShowsEachSettingWithItsDefaultAndDescription() throws IOException {
        List<String> lines = Files.readAllLines(SHIPPED);
        GatewaySettings.ALL.forEach(setting -> assertShown(lines, setting, setting.key()));
        for (Direction direction : Direction.values()) {
            CommonSettings.of(direction)
                    .forEach(setting -> assertShown(lines, setting, "openfuse.bridge.NAME." + setting.key()));
        }
    }

    private static void assertShown(List<String> lines, Setting<?> setting, String key) {
        String expected = '#' + key + '=' + (setting.defaultText() == null ? "" : setting.defaultText());
        assertThat(lines).contains(expected);
        String above = lines.get(lines.indexOf(expected) - 1);
        String unit = setting.unit();
        assertThat(unit == null ? above : above.replace(", in " + unit, "")).endsWith(setting.description());
    }

    @Test
    void itShowsAnExampleOfEachKindThatWorksOnceSwitchedOn(@TempDir Path folder) throws Exception {
        List<String> lines = Files.readAllLines(SHIPPED);
        List<String> switchedOn = new ArrayList<>();
        for (BridgeKind kind : BridgeKinds.shipped().all()) {
            assertThat(lines)
                    .containsSubsequence(
                            kind.example().stream().map(l -> '#' + l).toList());
            switchedOn.addAll(kind.example());
        }
        Path file = Files.write(folder.resolve("application.properties"), switchedOn);
        Map<String, String> environment = new HashMap<>(Map.of(
                "OPS_MAIL_PASSWORD",
                "a",
                "OPS_HOOK_SECRET",
                "b",
                "ALERTS_TOKEN",
                "c",
                "OPS_TELEGRAM_TOKEN",
                "1:d",
                "FROM_MAIL_PASSWORD",
                "f",
                "SLACK_SIGNING_SECRET",
                "e"));
        for (String chat : List.of("SLACK", "TEAMS", "DISCORD", "MATTERMOST", "ROCKETCHAT")) {
            environment.put("OPS_" + chat + "_URL", "https://chat.example.org/hooks/" + chat);
        }

        Configuration read = Configuration.read(file, Map.of(), environment, BridgeKinds.shipped());

        assertThat(read.bridges())
                .extracting(b -> b.name().value())
                .containsExactlyElementsOf(BridgeKinds.shipped().all().stream()
                        .map(kind -> kind.example().get(0).split("\\.")[2])
                        .toList());
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void asShippedItSwitchesNothingOn() throws Exception {
        Configuration read = Configuration.read(SHIPPED, Map.of(), Map.of(), BridgeKinds.shipped());

        assertThat(read.bridges()).isEmpty();
        assertThat(read.gateway().get(GatewaySettings.HTTP_HOST)).isEqualTo("127.0.0.1");
    }
}
