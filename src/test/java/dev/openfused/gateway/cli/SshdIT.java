package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.SshFarEnd;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.cli.CommandLineSession.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code openfuse sync} with Debian's {@code sshd}, with and without SFTP. */
@Timeout(120)
class SshdIT {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private TestAgent alice;
    private TestAgent bob;
    private CommandLineSession session;
    private int port;

    @BeforeEach
    void prepare() throws Exception {
        assumeThat(SSHD).isExecutable();
        alice = TestAgent.make(directory.resolve("alice"), "alice");
        bob = TestAgent.make(directory.resolve("bob"), "bob");
        alice.knows(bob, true);
        bob.knows(alice, true).peersWith(alice, "ssh://lab:" + directory.resolve("alice"));
        session = new CommandLineSession(directory);
        port = freePort();
        environment.put("OPENFUSE_SSH_CONFIG", directory.resolve("ssh_config").toString());
        String host = SshFarEnd.writeKey(ownerOnly("host_key"), null);
        Files.writeString(directory.resolve("known_hosts"), "[127.0.0.1]:" + port + ' ' + host + '\n');
        Files.writeString(
                directory.resolve("authorized_keys"), SshFarEnd.writeKey(ownerOnly("id_ed25519"), null) + '\n');
        configure("IdentityFile " + directory.resolve("id_ed25519"), "IdentitiesOnly yes");
    }

    private Path ownerOnly(String name) throws IOException {
        return Files.createFile(
                directory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void configure(String... keys) throws IOException {
        Files.writeString(directory.resolve("ssh_config"), """
                Host lab
                    HostName 127.0.0.1
                    Port %d
                    User %s
                    UserKnownHostsFile %s
                    %s
                """.formatted(
                port, System.getProperty("user.name"), directory.resolve("known_hosts"), String.join("\n    ", keys)));
    }

    private void serve(String... more) throws IOException {
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd")); // sshd's own start script makes it, and it insists
        }
        Path configuration = Files.writeString(directory.resolve("sshd_config"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s
                AuthorizedKeysFile %s
                StrictModes no
                UsePAM no
                PidFile none
                PasswordAuthentication no
                PermitRootLogin prohibit-password
                %s
                """.formatted(
                port, directory.resolve("host_key"), directory.resolve("authorized_keys"), String.join("\n", more)));
        processes.add(new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start());
        await().until(this::answers);
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroy();
            process.waitFor(45, TimeUnit.SECONDS);
        }
    }

    private Outcome sync() {
        return session.run(environment, new byte[0], "sync", "-d", "bob");
    }

    private List<String> inboxOf(String agent) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(agent).resolve("inbox"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void withSftpMailAndFilesGoBothWays() throws Exception {
        serve("Subsystem sftp internal-sftp");
        Files.writeString(alice.store().root().resolve("shared/a.txt"), "a");
        alice.store().outbox().put(alice.store().mesh().read().keyring().find("bob"), alice.sealTo(bob, "hello bob"));
        session.run("send", "alice", "hello alice", "-d", "bob");
        String sent = bob.store().outbox().waiting().get(0).file();

        Outcome outcome = sync();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("alice: 1 message, ").endsWith(" sent\n");
        assertThat(directory.resolve("bob/.peers/alice/shared/a.txt")).content().contains("a");
        assertThat(inboxOf("alice")).containsExactly(sent);
        assertThat(sync().out())
                .startsWith("alice: 0 messages, ")
                .doesNotContain("new")
                .doesNotContain("sent");
    }

    @Test
    void withoutSftpMailIsPushedByScpAndNothingIsFetched() throws Exception {
        serve();
        session.run("send", "alice", "hello alice", "-d", "bob");
        String sent = bob.store().outbox().waiting().get(0).file();
        byte[] envelope =
                bob.store().outbox().read(bob.store().outbox().waiting().get(0));

        Outcome outcome = sync();

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("alice: 0 messages, 0 files, 1 sent\n");
        assertThat(outcome.err())
                .isEqualTo("openfuse: warning: alice: ssh: lab (127.0.0.1 port " + port
                        + ") has no SFTP: messages are pushed there (scp), nothing is fetched\n");
        assertThat(inboxOf("alice")).containsExactly(sent);
        assertThat(directory.resolve("alice/inbox").resolve(sent)).hasBinaryContent(envelope);
    }

    @Test
    void byScpAMessageIsCopiedOnceAndNeverOverAnotherOne() throws Exception {
        serve();
        session.run("send", "alice", "hello alice", "-d", "bob");
        session.run("send", "alice", "hello again", "-d", "bob");
        String first = bob.store().outbox().waiting().get(0).file();
        String second = bob.store().outbox().waiting().get(1).file();
        byte[] ours = bob.store().outbox().read(bob.store().outbox().waiting().get(0));
        byte[] there = bob.store().outbox().read(bob.store().outbox().waiting().get(1));
        Files.writeString(directory.resolve("alice/inbox").resolve(first), "another one");
        Files.createDirectories(directory.resolve("alice/inbox/.read"));
        Files.write(directory.resolve("alice/inbox/.read").resolve(second), there);

        assertThat(sync().out()).isEqualTo("alice: 0 messages, 0 files, 2 sent\n");

        String counted = first.replace(".json", "-2.json");
        assertThat(inboxOf("alice")).containsExactlyInAnyOrder(first, counted);
        assertThat(directory.resolve("alice/inbox").resolve(first)).hasContent("another one");
        assertThat(directory.resolve("alice/inbox").resolve(counted)).hasBinaryContent(ours);
    }

    @Test
    void theKeysOfAnAgentAreOffered() throws Exception {
        serve("Subsystem sftp internal-sftp");
        Path socket = directory.resolve("agent");
        processes.add(new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
        await().until(() -> Files.exists(socket));
        ProcessBuilder add = new ProcessBuilder(
                        "ssh-add", directory.resolve("id_ed25519").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        add.environment().put("SSH_AUTH_SOCK", socket.toString());
        assertThat(add.start().waitFor()).isZero();
        configure("IdentityFile none", "IdentityAgent " + socket);

        Outcome outcome = sync();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
    }
}
