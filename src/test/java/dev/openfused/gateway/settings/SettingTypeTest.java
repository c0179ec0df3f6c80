package dev.openfused.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypeTest {
    @ParameterizedTest
    @ValueSource(strings = {"10", "10 seconds", "-5s", "1.5h", "s", "10S", "9999999999s", "4000d", "1h30m"})
    void aSpanOfTimeNeedsAWholeNumberAndAUnit(String text) {
        assertRefused(AmountTypes.duration(), text);
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "10s,10000", "5m,300000", "2h,7200000", "7d,604800000", "0s,0", "10 s,10000"})
    void aSpanOfTimeIsReadWithItsUnit(String text, long millis) {
        assertThat(parsed(AmountTypes.duration(), text)).isEqualTo(Duration.ofMillis(millis));
    }

    @Property
    void aSpanOfTimeIsReadBackAsItIsShown(@ForAll int millis) {
        Duration duration = Duration.ofMillis(Math.abs((long) millis));

        assertThat(parsed(AmountTypes.duration(), DurationText.of(duration))).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "60/", "/m", "60/min", "60/d", "60 / m", "-1/s", "1.5/s", "0/s", "1000001/h", "60/M"})
    void aRateIsAWholeNumberPerSecondMinuteOrHour(String text) {
        assertRefused(AmountTypes.rate(), text);
    }

    @ParameterizedTest
    @CsvSource({"1/s,1,1", "60/m,60,60", "1000000/h,1000000,3600"})
    void aRateIsReadWithItsSpan(String text, int count, int seconds) {
        assertThat(parsed(AmountTypes.rate(), text)).isEqualTo(new Rate(count, Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mail", "mail:", ":25", "mail:0", "mail:65536", "mail:smtp", "::1:25", "a b:25", "mail:25/x"})
    void aServerNeedsHostAndPort(String text) {
        assertRefused(AddressTypes.hostPort(), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "300.1.1.1",
                "10.0.0.0/33",
                "1.2.3",
                "127.1",
                "0x7f000001",
                "010.0.0.1",
                "010.0.0.0/8",
                "::g",
                "a..b"
            })
    void anAddressThatIsNotInItsUsualNotationIsNeitherAHostNorANetwork(String text) {
        assertRefused(AddressTypes.hostOrNetwork(), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hooks.internal", "hooks.internal.", "my_host", "10.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"})
    void aHostAnAddressOrANetworkIsKeptAsItIsTyped(String text) {
        assertThat(parsed(AddressTypes.hostOrNetwork(), text)).isEqualTo(text);
    }

    @Test
    void aServerMayBeANameOrAnAddress() {
        assertThat(parsed(AddressTypes.hostPort(), "mail.example.org:587"))
                .isEqualTo(new HostPort("mail.example.org", 587));
        assertThat(parsed(AddressTypes.hostPort(), "[::1]:25"))
                .isEqualTo(new HostPort("::1", 25))
                .hasToString("[::1]:25");
    }

    @Test
    void aFileThatIsNotThereIsToldInPlainWords(@TempDir Path folder) {
        SettingType<TextFile> type = FileTypes.file("a template", text -> {});

        assertThatThrownBy(() -> type.parser().parse("none.mustache", folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("does not exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "//example.org",
                "ftp://example.org",
                "https:///x",
                "https://u:p@example.org",
                "https://a b",
                "file:///etc/passwd"
            })
    void anAddressNeedsAnAllowedSchemeAndAHostAndNoPassword(String text) {
        assertRefused(AddressTypes.uri("https", "http"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1k", "1MB", "-1", "1.5MiB", "2GiB", "0"})
    void aSizeIsOfBytesInPowersOfTwoWithinItsRange(String text) {
        assertRefused(AmountTypes.size(1, 1 << 30), text);
    }

    @Test
    void aSizeIsReadWithOrWithoutItsUnit() {
        assertThat(parsed(AmountTypes.size(1, 1 << 30), "65536")).isEqualTo(65536);
        assertThat(parsed(AmountTypes.size(1, 1 << 30), "64KiB")).isEqualTo(65536);
        assertThat(parsed(AmountTypes.size(1, 1 << 30), "1MiB")).isEqualTo(1048576);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ops",
                "ops@",
                "@example.org",
                "a@b@c",
                "Ops <ops@example.org>",
                "a b@example.org",
                "a@example.org\r\nBcc: x@y",
                "a@exa..mple"
            })
    void aMailAddressHoldsNothingElse(String text) {
        assertRefused(AddressTypes.mailAddress(), text);
    }

    @Test
    void aListNamesTheEntryThatIsWrong() {
        assertThat(parsed(SettingType.listOf(AmountTypes.integer(1, 9)), "1, 2,3"))
                .containsExactly(1, 2, 3);
        assertThatThrownBy(() -> parsed(SettingType.listOf(AmountTypes.integer(1, 9)), "1,x,3"))
                .hasMessage("has an entry that is not allowed: 'x' is not a whole number from 1 to 9");
    }

    @ParameterizedTest
    @CsvSource({
        "http.prot, http.port",
        "queue.pasword, queue.password",
        "http.bodylimit, http.body-limit",
        "log-level, log.level",
    })
    void aSlipIsMetWithTheNearestKnownWord(String typed, String meant) {
        List<String> known = List.of("http.port", "http.host", "queue.password", "http.body-limit", "log.level");

        assertThat(Nearest.to(typed, known)).contains(meant);
        assertThat(Nearest.to("quite.something.else", known)).isEmpty();
    }

    private static <T> T parsed(SettingType<T> type, String text) {
        return type.parser().parse(text, Path.of(""));
    }

    private static void assertRefused(SettingType<?> type, String text) {
        assertThatThrownBy(() -> parsed(type, text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("(is|has|holds) .*");
    }
}
