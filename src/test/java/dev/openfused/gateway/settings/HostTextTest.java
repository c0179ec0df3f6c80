package dev.openfused.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTextTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,127.0.0.1",
        "127.0.0.1.,127.0.0.1",
        "127.1,127.0.0.1",
        "127.0.1,127.0.0.1",
        "0,0.0.0.0",
        "2130706433,127.0.0.1",
        "0x7f000001,127.0.0.1",
        "0X7F.1,127.0.0.1",
        "0x7f.0x0.0x0.0x1,127.0.0.1",
        "４２.１,42.0.0.1",
        "１２７。０。０。１,127.0.0.1",
        "①②⑦.0.0.1,127.0.0.1",
        "[::1],0:0:0:0:0:0:0:1",
        "::1%eth0,0:0:0:0:0:0:0:1",
        "[::ffff:127.0.0.1],127.0.0.1",
        "::ffff:7f00:1,127.0.0.1",
        "[64:ff9b::7f00:1],64:ff9b:0:0:0:0:7f00:1"
    })
    void anAddressIsReadInEveryNotation(String text, String address) {
        HostText host = HostText.parse(text);

        assertThat(host.name()).isEqualTo(address);
        assertThat(host.addresses()).hasSize(1);
    }

    @Test
    void aLeadingZeroHasTwoReadings() {
        assertThat(HostText.parse("0177.0.0.01").addresses())
                .extracting(address -> address.getHostAddress())
                .containsExactly("177.0.0.1", "127.0.0.1");
        assertThat(HostText.parse("010.8.8.8").name()).isEqualTo("10.8.8.8 or 8.8.8.8");
        assertThat(HostText.parse("08.8.8.8").name()).isEqualTo("8.8.8.8");
    }

    @ParameterizedTest
    @CsvSource({
        "Example.ORG.,example.org",
        "ＥＸＡＭＰＬＥ．org,example.org",
        "bücher.example,xn--bcher-kva.example",
        "my_host,my_host",
        "0x7f.example,0x7f.example",
        "1.2.3.4.example,1.2.3.4.example"
    })
    void aNameIsNormalisedAndHasNoAddress(String text, String name) {
        assertThat(HostText.parse(text)).isEqualTo(new HostText(name, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST.", "ｌｏｃａｌｈｏｓｔ", "a.localhost", "localhost.localdomain", "ip6-loopback"})
    void aNameOfTheMachineItselfIsKnown(String text) {
        assertThat(HostText.parse(text).isLoopbackName()).isTrue();
        assertThat(HostText.parse("localhost.example.org").isLoopbackName()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                "localhost..",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.65536",
                "4294967296",
                "1..2",
                "example.0xfffffffff",
                "example.1",
                "%31%32%37.0.0.1",
                "user@127.0.0.1",
                "127.0.0.1:80",
                "127.0.0.1/8",
                "a b",
                "a\tb",
                "a\u0000b",
                "[127.0.0.1]",
                "[::1",
                "::1]",
                "[::g]",
                "1:2",
                "[]",
                "[[::1]]"
            })
    void whatIsNeitherANameNorAnAddressIsRefused(String text) {
        assertThatThrownBy(() -> HostText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is neither a host name nor an IP address");
    }
}
