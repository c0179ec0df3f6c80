package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of stores over SSH. */
class SshAddressTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ssh://lab:/srv/alice,                -, lab, 0, /srv/alice",
                "ssh://lab:/srv/alice/,               -, lab, 0, /srv/alice",
                "ssh://lab:store,                     -, lab, 0, store",
                "ssh://lab:~/store,                   -, lab, 0, store",
                "ssh://lab:/~/store,                  -, lab, 0, store",
                "ssh://lab:~,                         -, lab, 0, .",
                "ssh://alice@host.example.org:2222/s, alice, host.example.org, 2222, /s",
                "ssh://host.example.org/srv/alice,    -, host.example.org, 0, /srv/alice",
                "ssh://[2001:db8::1]:2222/s,          -, 2001:db8::1, 2222, /s",
                "ssh://lab:2222,                      -, lab, 0, 2222",
            })
    void areRead(String url, String user, String host, int port, String path) {
        assertThat(SshAddress.parse(url)).contains(new SshAddress(user, host, port, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://",
                "ssh://lab",
                "ssh://lab:",
                "ssh://-oProxyCommand=x:/srv",
                "ssh://-u@lab:/srv",
                "ssh://lab:-x",
                "ssh://lab:/srv;rm",
                "ssh://lab:/srv $(x)",
                "ssh://lab:/srv'x",
                "ssh://lab:0/srv",
                "ssh://lab:70000/srv",
                "ssh://a@b@lab:/srv",
                "http://lab/srv",
            })
    void orRefused(String url) {
        assertThat(SshAddress.parse(url)).isEmpty();
    }

    @Test
    void theSchemeIsReadInAnyCase() {
        assertThat(SshAddress.isOne("SSH://lab:/srv")).isTrue();
        assertThat(SshAddress.isOne("http://lab")).isFalse();
    }
}
