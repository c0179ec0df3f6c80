package dev.openfused.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BridgeKindsTest {
    static Stream<BridgeKind> kinds() {
        return BridgeKinds.shipped().all().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindExplainsItself(BridgeKind kind) {
        assertThat(kind.summary()).endsWith(".").hasSizeLessThan(80);
        assertThat(kind.explanation()).hasSizeGreaterThan(100);
        assertThat(kind.example())
                .first()
                .asString()
                .endsWith("." + kind.direction().key() + "=" + kind.name());
        assertThat(kind.allSettings())
                .extracting(Setting::key)
                .doesNotHaveDuplicates()
                .doesNotContain("to", "from");
        assertThat(kind.allSettings()).allSatisfy(setting -> {
            assertThat(setting.key()).matches("[a-z][a-z0-9-]*");
            assertThat(setting.description()).endsWith(".").doesNotContain("\n");
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyDefaultIsAValueThatMayBeTyped(BridgeKind kind) {
        for (Setting<?> setting : kind.allSettings()) {
            if (setting.defaultText() != null) {
                SettingType<?> type = setting.type();
                assertThat(type.parser().parse(setting.defaultText(), Path.of("")))
                        .isNotNull();
            }
        }
    }
}
