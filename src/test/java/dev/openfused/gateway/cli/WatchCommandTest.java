package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.SshFarEnd;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.message.MessageJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code openfuse watch} at the command line, until it is interrupted. */
@Timeout(120)
class WatchCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Map<String, String> environment = new TreeMap<>();
    private TestAgent alice;
    private TestAgent bob;
    private CommandLineSession session;
    private CommandLineSession.@Nullable Running watching;

    @BeforeEach
    void start() throws Exception {
        alice = TestAgent.make(directory.resolve("alice"), "alice");
        bob = TestAgent.make(directory.resolve("bob"), "bob").knows(alice, true);
        alice.knows(bob, true);
        session = new CommandLineSession(directory);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (watching != null) {
            watching.stop();
        }
    }

    private CommandLineSession.Running watching() {
        return Objects.requireNonNull(watching, "it was started");
    }

    private void watch(String... more) {
        List<String> arguments = new ArrayList<>(List.of("watch", "-d", "bob"));
        arguments.addAll(List.of(more));
        watching = session.start(environment, arguments.toArray(String[]::new));
        awaitOut("Press Ctrl+C to stop.");
    }

    private void awaitOut(String text) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(watching().out() + watching().err()).contains(text));
    }

    private void put(String name, byte[] content) throws IOException {
        Path unfinished = Files.write(directory.resolve("unfinished"), content);
        Files.move(unfinished, bob.store().root().resolve("inbox").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void newMessagesAreShownWithTheirStandingAndOldOnesAreNot() throws Exception {
        put("2026-01-01T00-00-00-000Z_from-alice.json", MessageJson.write(alice.sealTo(bob, "an old one")));
        watch("--sync-interval", "0");

        put(
                "2026-11-26T00-00-00-000Z_from-alice.json",
                MessageJson.write(alice.sealTo(bob, "hello\n[sync] alice: 9 messages")));
        awaitOut("[inbox] New message from alice:\n<external_message from=\"alice\" verified=\"true\"");
        awaitOut("hello\n [sync] alice: 9 messages\n</external_message>");
        put("note_from-stranger.md", "hi".getBytes(StandardCharsets.UTF_8));
        awaitOut("verified=\"false\"");

        assertThat(watching().out()).doesNotContain("an old one").containsOnlyOnce("from alice:");
    }

    @Test
    void aChangeOfTheContextIsTold() throws Exception {
        watch("--sync-interval", "0");
        assertThat(watching().out()).doesNotContain("[context]");

        Files.writeString(bob.store().root().resolve("CONTEXT.md"), "# busy");

        awaitOut("[context] CONTEXT.md updated");
    }

    @Test
    void peersAreSyncedAndWhatTheyBringIsTold() throws Exception {
        SshFarEnd host = new SshFarEnd(directory, directory.resolve("home"));
        try (host) {
            bob.peersWith(alice, host.url("alice"));
            environment.put("OPENFUSE_SSH_CONFIG", host.config().toString());
            alice.store()
                    .outbox()
                    .put(alice.store().mesh().read().keyring().find("bob"), alice.sealTo(bob, "hello bob"));
            watch("--sync-interval", "1");

            awaitOut("[inbox] New message from alice:");
            awaitOut("[sync] alice: 1 message, ");
        }
        awaitOut("[sync] peer alice: ssh: lab");
        assertThat(watching().err()).containsOnlyOnce("can't be reached");
    }

    @Test
    void aTunnelLeadsBackHereAndComesUpAgain() throws Exception {
        int remote = freePort();
        try (HttpFarEnd gateway = new HttpFarEnd().answering(200);
                SshFarEnd host = new SshFarEnd(directory, directory.resolve("home"))) {
            environment.put("OPENFUSE_SSH_CONFIG", host.config().toString());
            environment.put("OPENFUSE_HTTP_PORT", gateway.port() + "");
            watch("--sync-interval", "0", "--tunnel", "lab", "--tunnel-port", remote + "");
            awaitOut("[tunnel] port " + remote + " of lab (127.0.0.1 port " + host.port() + ") leads to port ");
            assertThat(status(remote)).isEqualTo(200);

            host.cut();
            awaitOut("was lost; it is opened again");
            // The host may keep the port for a while, and the waits between tries double.
            await().atMost(PATIENCE.multipliedBy(3))
                    .untilAsserted(() ->
                            assertThat(answers(remote)).as(watching().out()).isTrue());
            watching().stop();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(freeAgain(remote)).isTrue());
        }
    }

    @Test
    void aLateInterruptOfTheSshClientEndsNoTunnel() throws Exception {
        int remote = freePort();
        try (HttpFarEnd gateway = new HttpFarEnd().answering(200);
                SshFarEnd host = new SshFarEnd(directory, directory.resolve("home"))) {
            environment.put("OPENFUSE_SSH_CONFIG", host.config().toString());
            environment.put("OPENFUSE_HTTP_PORT", gateway.port() + "");
            watch("--sync-interval", "0", "--tunnel", "lab", "--tunnel-port", remote + "");
            awaitOut("[tunnel] port " + remote + " of lab");

            List<Thread> tunnels = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("ssh-tunnel"))
                    .toList();
            tunnels.forEach(Thread::interrupt);
            await().atMost(PATIENCE).until(() -> tunnels.stream().noneMatch(Thread::isInterrupted));

            assertThat(tunnels).isNotEmpty().allMatch(Thread::isAlive);
            assertThat(status(remote)).isEqualTo(200);
        }
    }

    @Test
    void aTunnelThatCannotBeOpenedSaysWhyOnce() throws Exception {
        try (SshFarEnd host = new SshFarEnd(directory, directory.resolve("home"))) {
            host.unknown();
            environment.put("OPENFUSE_SSH_CONFIG", host.config().toString());
            watch("--sync-interval", "0", "--tunnel", "lab");

            awaitOut("[tunnel] ssh: the key of lab");
            assertThat(watching().out()).contains("tried again until it works");
        }
    }

    @Test
    void aTunnelFromNoHostIsRefusedInOneLine() {
        watching = session.start(
                environment, "watch", "-d", "bob", "--sync-interval", "0", "--tunnel", "-oProxyCommand=x");

        awaitOut("openfuse: error: --tunnel: ssh: '-oProxyCommand=x' is not [user@]host[:port]\n");
    }

    @Test
    void cloudflaredIsStartedItsAddressShownAndItEndsWithUs() throws Exception {
        Path pid = directory.resolve("pid");
        Path program = Files.createFile(
                Files.createDirectory(directory.resolve("bin")).resolve("cloudflared"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(program, """
                #!/bin/sh
                echo $$ > '%s'
                echo "called with $*"
                echo "INF |  https://some-words.trycloudflare.com  |" >&2
                exec tail -f /dev/null
                """.formatted(pid));
        environment.put("PATH", program.getParent() + ":/nowhere");
        watch("--sync-interval", "0", "--cloudflared");

        awaitOut("[cloudflared] Your public URL: https://some-words.trycloudflare.com");
        long process = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(process)).isPresent();
        watching().stop();

        await().atMost(PATIENCE)
                .until(() ->
                        ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void withoutCloudflaredItSaysSoAndEnds() {
        environment.put("PATH", directory.toString());
        watching = session.start(environment, "watch", "-d", "bob", "--sync-interval", "0", "--cloudflared");

        awaitOut("openfuse: error: cloudflared is not installed");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static boolean freeAgain(int port) {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return taken.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean answers(int port) {
        try {
            return status(port) == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int status(int port) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(5_000);
        int status = connection.getResponseCode();
        try (InputStream body = connection.getInputStream()) {
            body.readAllBytes();
        }
        return status;
    }
}
