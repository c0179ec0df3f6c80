package dev.openfused.gateway.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ~/.ssh/config} says of a host. */
class SshConfigTest {
    @TempDir
    Path home;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(home.resolve(".ssh/config.d"));
    }

    private SshTarget resolve(String alias, String... lines) throws IOException {
        return resolve(Map.of(), alias, lines);
    }

    private SshTarget resolve(Map<String, String> environment, String alias, String... lines) throws IOException {
        Files.writeString(home.resolve(".ssh/config"), String.join("\n", lines));
        return SshConfig.read(null, home, "alice", environment).resolve(null, alias, 0);
    }

    @Test
    void withoutAFileAHostIsWhatItIsCalled() throws Exception {
        SshTarget target = SshConfig.read(null, home, "alice", Map.of()).resolve(null, "host.example.org", 0);

        assertThat(target.host()).isEqualTo("host.example.org");
        assertThat(target.port()).isEqualTo(22);
        assertThat(target.user()).isEqualTo("alice");
        assertThat(target.agent()).isNull();
        assertThat(target.jumps()).isEmpty();
        assertThat(target.identities())
                .containsExactly(
                        home.resolve(".ssh/id_ed25519"), home.resolve(".ssh/id_ecdsa"), home.resolve(".ssh/id_rsa"));
        assertThat(target.knownHosts()).startsWith(home.resolve(".ssh/known_hosts"));
        assertThat(target.command()).isEqualTo("ssh alice@host.example.org");
    }

    @Test
    void theFirstValueForAHostCounts() throws Exception {
        SshTarget target = resolve(
                "lab",
                "# comment",
                "Host other",
                "  Port 1",
                "Host l?b !lob",
                "  HostName=10.0.0.7",
                "  Port = 2222",
                "  User \"bob\"",
                "Host *",
                "  Port 3333",
                "  IdentityFile ~/.ssh/every",
                "  UserKnownHostsFile ~/hosts1 ~/hosts2");

        assertThat(target.host()).isEqualTo("10.0.0.7");
        assertThat(target.port()).isEqualTo(2222);
        assertThat(target.user()).isEqualTo("bob");
        assertThat(target.identities()).containsExactly(home.resolve(".ssh/every"));
        assertThat(target.knownHosts()).startsWith(home.resolve("hosts1"), home.resolve("hosts2"));
        assertThat(target.command()).isEqualTo("ssh -p 2222 bob@10.0.0.7");
    }

    @Test
    void aNegatedPatternTakesAHostOut() throws Exception {
        assertThat(resolve("lob", "Host l?b !lob", "Port 2222").port()).isEqualTo(22);
    }

    @Test
    void whatTheAddressSaysWins() throws Exception {
        Files.writeString(home.resolve(".ssh/config"), "Host lab\nUser bob\nPort 2222\n");

        SshTarget target = SshConfig.read(null, home, "alice", Map.of()).resolve("carol", "lab", 22);

        assertThat(target.user()).isEqualTo("carol");
        assertThat(target.port()).isEqualTo(22);
    }

    @Test
    void identitiesAddUpAndNamesAreFilledIn() throws Exception {
        assertThat(resolve("lab", "Host lab", "IdentityFile %d/keys/%r@%h", "IdentityFile ~/.ssh/two")
                        .identities())
                .containsExactly(home.resolve("keys/alice@lab"), home.resolve(".ssh/two"));
        assertThat(resolve("lab", "Host lab", "HostName %h.example.org").host()).isEqualTo("lab.example.org");
    }

    @Test
    void includedFilesStandInTheirPlaceAndEndTheirBlocks() throws Exception {
        Files.writeString(home.resolve(".ssh/config.d/10-lab"), "Host lab\n  Port 2222\n");
        Files.writeString(home.resolve(".ssh/config.d/20-other"), "Host other\n  Port 4444\n");

        SshTarget target =
                resolve("lab", "Include config.d/*", "Include missing/*", "User carol", "Host lab", "Port 3333");

        assertThat(target.port()).isEqualTo(2222);
        assertThat(target.user()).isEqualTo("carol");
    }

    @Test
    void aFileThatIncludesItselfIsRefused() {
        assertThatThrownBy(() -> resolve("lab", "Include config"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("levels deep");
    }

    @Test
    void blocksOfMatchAreNoBlocksOfAllHosts() throws Exception {
        assertThat(resolve("lab", "Match exec \"true\"", "Port 2222", "Match all", "User carol"))
                .satisfies(target -> assertThat(target.port()).isEqualTo(22))
                .satisfies(target -> assertThat(target.user()).isEqualTo("carol"));
    }

    @Test
    void theAgentIsAskedUnlessOnlyFilesAreToBe() throws Exception {
        Map<String, String> running = Map.of("SSH_AUTH_SOCK", "/run/agent.1");

        assertThat(resolve(running, "lab").agent()).isEqualTo(Path.of("/run/agent.1"));
        assertThat(resolve(running, "lab", "IdentitiesOnly yes").agent()).isNull();
        assertThat(resolve(running, "lab", "IdentityAgent none").agent()).isNull();
        assertThat(resolve(running, "lab", "IdentityAgent ~/sock").agent()).isEqualTo(home.resolve("sock"));
    }

    @Test
    void hostsToGoThroughAreResolvedToo() throws Exception {
        SshTarget target =
                resolve("inner", "Host inner", "ProxyJump bob@outer:2022,middle", "Host outer", "HostName 192.0.2.1");

        assertThat(target.jumps())
                .extracting(SshTarget::command)
                .containsExactly("ssh -p 2022 bob@192.0.2.1", "ssh alice@middle");
        assertThat(resolve("lab", "Host lab", "ProxyJump none").jumps()).isEmpty();
    }

    @Test
    void hostsThatGoThroughThemselvesAreRefused() {
        assertThatThrownBy(() -> resolve("lab", "Host *", "ProxyJump lab"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ProxyJump of 'lab'");
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        assertThatThrownBy(() -> resolve("lab", "Host lab", "ProxyCommand nc %h %p"))
                .hasMessage("ssh: the configuration of 'lab' has a ProxyCommand, which is not supported; ProxyJump is");
        assertThatThrownBy(() -> resolve("lab", "Host lab", "Port ssh"))
                .hasMessage("ssh: Port of 'lab' is 'ssh'; write 1 to 65535");
        assertThatThrownBy(() -> resolve("lab", "Host lab", "nonsense"))
                .hasMessage("ssh: " + home.resolve(".ssh/config") + ":2 is no 'keyword value'");
    }

    @Test
    void aFileThatIsAskedForHasToBeThere() {
        assertThatThrownBy(() -> SshConfig.read(home.resolve("none"), home, "alice", Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("ssh: the configuration " + home.resolve("none") + " is not there, or can't be read");
    }
}
