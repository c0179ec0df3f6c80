package dev.openfused.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** beat-these 8: the original's guard missed 127.0.0.2 and IPv4 addresses written as IPv6. Decisions only: nothing is sent. */
class AddressGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.2",
                "127.255.255.254",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "169.254.169.254",
                "169.254.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "168.63.129.16",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:808:808::1",
                "3fff::1",
                "fc00::1",
                "fd00:ec2::254",
                "fdff::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "5f00::1",
                "4000::1"
            })
    void whateverIsNotPublicIsRefused(String address) throws UnknownHostException {
        assertThat(AddressGuard.PUBLIC_ONLY.allows("innocent.example", InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:4860:4860::8888",
                "2600::1",
                "2a00:1450::1",
                "2003::1"
            })
    void theNeighboursOfTheRangesAreAllowed(String address) throws UnknownHostException {
        assertThat(AddressGuard.PUBLIC_ONLY.allows("innocent.example", InetAddress.getByName(address)))
                .isTrue();
    }

    @Test
    void anAddressHiddenInAnIPv6AddressIsNotLetThroughByItsBytes() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xFF;
        mapped[12] = 127;
        mapped[15] = 1;
        InetAddress kept = java.net.Inet6Address.getByAddress(null, mapped, -1);

        assertThat(kept).isInstanceOf(java.net.Inet6Address.class);
        assertThat(AddressGuard.PUBLIC_ONLY.allows("innocent.example", kept)).isFalse();
    }

    @Test
    void theOperatorAllowsAHostByNameWhateverItsCaseAndFinalDot() throws UnknownHostException {
        AddressGuard guard = AddressGuard.allowing(List.of("Hooks.Internal"));

        assertThat(guard.allows("hooks.internal.", InetAddress.getByName("10.1.2.3")))
                .isTrue();
        assertThat(guard.allows("other.internal", InetAddress.getByName("10.1.2.3")))
                .isFalse();
    }

    @Test
    void theOperatorAllowsANetworkAndNothingBesideIt() throws UnknownHostException {
        AddressGuard guard = AddressGuard.allowing(List.of("10.1.0.0/16", "fd00::/8", "[::1]", "127.0.0.1"));

        assertThat(guard.allows("a", InetAddress.getByName("10.1.255.255"))).isTrue();
        assertThat(guard.allows("a", InetAddress.getByName("10.2.0.0"))).isFalse();
        assertThat(guard.allows("a", InetAddress.getByName("fd12::1"))).isTrue();
        assertThat(guard.allows("a", InetAddress.getByName("::1"))).isTrue();
        assertThat(guard.allows("a", InetAddress.getByName("127.0.0.1"))).isTrue();
        assertThat(guard.allows("a", InetAddress.getByName("127.0.0.2"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0/8",
                "300.1.1.1",
                "fd00::/129",
                "a b",
                "http://x",
                "10.0.0.0/",
                "1.2.3.4/-1",
                ""
            })
    void anEntryThatIsNoHostAndNoNetworkIsNamed(String entry) {
        assertThatThrownBy(() -> AddressGuard.allowing(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(entry.split("/")[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1.",
                "127.1",
                "0",
                "0x7f000001",
                "0x7f.1",
                "2130706433",
                "0177.0.0.1",
                "017700000001",
                "010.8.8.8", // private where the zero means nothing
                "0300.0250.0.1", // private where it means octal
                "169.254.43518",
                "0xa9fea9fe",
                "１２７．０．０．１",
                "127。0。0。1",
                "①②⑦.0.0.1",
                "[::1]",
                "::1",
                "::1%lo",
                "[fe80::1%25eth0]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[2002:7f00:1::]",
                "[2001:0:7f00:1::]",
                "localhost",
                "LocalHost.",
                "ｌｏｃａｌｈｏｓｔ",
                "a.localhost.",
                "localhost.localdomain",
                "ip6-localhost",
                "localhost..",
                "%31%32%37.0.0.1",
                "user@127.0.0.1",
                "1.2.3.4.5",
                "[127.0.0.1]",
                "a b",
                ""
            })
    void noProxyIsAskedForAPrivateAddressInWhateverNotation(String host) {
        assertThatThrownBy(() -> AddressGuard.PUBLIC_ONLY.requireAsWritten(host))
                .isInstanceOf(GuardedAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hooks.example",
                "hooks.example.",
                "bücher.example",
                "8.8.8.8",
                "134744072",
                "0x08080808",
                "[2a00:1450::1]",
                "10.example",
                "localhost.example"
            })
    void aProxyIsAskedForNamesAndPublicAddresses(String host) {
        assertThatCode(() -> AddressGuard.PUBLIC_ONLY.requireAsWritten(host)).doesNotThrowAnyException();
    }

    @Test
    void whatTheOperatorAllowsAProxyIsAskedForInAnyNotation() throws Exception {
        AddressGuard guard = AddressGuard.allowing(List.of("127.0.0.1", "10.0.0.0/8", "Hooks.Localhost"));

        for (String host : List.of("127.1", "localhost.", "[::ffff:10.1.2.3]", "012.1.2.3", "hooks.localhost")) {
            guard.requireAsWritten(host);
        }
        assertThatThrownBy(() -> guard.requireAsWritten("0300.168.1.1")).isInstanceOf(GuardedAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x7f000001", "2130706433", "127.1", "010.0.0.1"})
    void anUnusualNotationOfAnAddressIsNotTakenForAHostName(String entry) {
        assertThatThrownBy(() -> AddressGuard.allowing(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unusual notation");
    }

    @Test
    void theRefusalSaysWhatWhereAndWhatToDo() throws UnknownHostException {
        InetAddress address = InetAddress.getByName("169.254.169.254");

        assertThatThrownBy(() -> AddressGuard.allowing(List.of("10.0.0.0/8"), "openfuse.sync.allow-private")
                        .andAllowing("proxy.example")
                        .require("metadata.example", address))
                .isInstanceOf(GuardedAddressException.class)
                .hasMessage(
                        "not connecting to metadata.example: 169.254.169.254 is not a public address; to allow it, add"
                                + " the host or its network to openfuse.sync.allow-private");
    }
}
