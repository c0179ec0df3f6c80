package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Packaged gateways that sync with each other over loopback. */
@Timeout(300)
class SyncIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private TestAgent alice;
    private TestAgent bob;

    @BeforeEach
    void introduce() throws Exception {
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        alice.knows(bob, true);
        bob.knows(alice, true);
    }

    private GatewayProcess serve(TestAgent agent, Map<String, String> more) throws IOException {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("openfuse.sync.allow-private", "127.0.0.1");
        return GatewayProcess.serve(
                agent.store().root(), GatewayProcess.settings(folder.resolve(agent.name() + ".properties"), settings));
    }

    private void queue(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            alice.store()
                    .outbox()
                    .put(alice.store().mesh().read().keyring().find("bob"), alice.sealTo(bob, "message " + i));
        }
    }

    private List<Path> inbox() throws IOException {
        try (Stream<Path> files = Files.list(bob.store().root().resolve("inbox"))) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    @Test
    void aPeerThatIsAddedWhileServeRunsIsSyncedUntilItIsRemoved() throws Exception {
        queue(0, 3);
        Files.writeString(alice.store().root().resolve("shared/notes.txt"), "hello");
        Path notes = bob.store().root().resolve(".peers/alice/shared/notes.txt");
        try (GatewayProcess far = serve(alice, Map.of());
                GatewayProcess near = serve(bob, Map.of("openfuse.sync.every", "300ms"))) {
            bob.peersWith(alice, far.url());
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(notes).content().contains("hello");
                assertThat(inbox()).hasSize(3);
            });

            Files.writeString(alice.store().root().resolve("shared/notes.txt"), "HELLO again");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(notes).content().contains("HELLO again"));

            bob.store().mesh().removePeer("alice");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(near.output()).noneMatch(line -> line.contains("ERROR")));
            assertThat(near.stop()).isEqualTo(143);
        }
    }

    @Test
    void aKillBetweenStoringAndAcknowledgingLosesAndDoublesNothing() throws Exception {
        int sent = 0;
        try (GatewayProcess far = serve(alice, Map.of())) {
            bob.peersWith(alice, far.url());
            for (int round = 0; round < 4; round++) {
                queue(sent, sent + 100);
                sent += 100;
                int before = inbox().size();
                try (GatewayProcess near = serve(bob, Map.of("openfuse.sync.every", "200ms"))) {
                    int enough = before + 10 + 20 * round;
                    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> inbox().size() >= enough);
                    near.kill();
                }
            }
            int all = sent;
            try (GatewayProcess near = serve(bob, Map.of("openfuse.sync.every", "200ms"))) {
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(alice.store().outbox().waiting()).isEmpty());
                assertThat(near.isAlive()).isTrue();
            }
            Set<String> contents = new HashSet<>();
            for (Path file : inbox()) {
                contents.add(Files.readString(file));
            }
            assertThat(inbox()).hasSize(all);
            assertThat(contents).hasSize(all);
        }
    }

    @Test
    void aPeerThatIsAwayIsToldOfOnceAndStopsNobody() throws Exception {
        try (GatewayProcess far = serve(alice, Map.of())) {
            bob.peersWith(alice, far.url());
            bob.store().mesh().addPeer("carol", "http://127.0.0.1:1", "read");
            queue(0, 2);
            try (GatewayProcess near = serve(bob, Map.of("openfuse.sync.every", "200ms"))) {
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(inbox()).hasSize(2));
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                                near.output().stream().filter(line -> line.contains("peer carol: Connect")))
                        .hasSize(1));
            }
        }
    }

    @Test
    void aStoreOnAHostWithSshOnlyIsSyncedBothWays() throws Exception {
        Path root = Files.createDirectories(folder.resolve("host"));
        TestAgent carol = TestAgent.make(root.resolve("carol"), "carol").knows(bob, true);
        bob.knows(carol, true);
        Files.writeString(root.resolve("carol/shared/notes.txt"), "hello");
        carol.store().outbox().put(carol.store().mesh().read().keyring().find("bob"), carol.sealTo(bob, "hello bob"));
        bob.store().outbox().put(bob.store().mesh().read().keyring().find("carol"), bob.sealTo(carol, "hello carol"));
        try (SshFarEnd host = new SshFarEnd(root, folder.resolve("home"));
                GatewayProcess near = serve(
                        bob,
                        Map.of(
                                "openfuse.sync.every",
                                "300ms",
                                "openfuse.watch.rescan",
                                "1s",
                                "openfuse.ssh.config",
                                host.config().toString()))) {
            bob.peersWith(carol, host.url("carol"));
            Thread.sleep(6000);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(bob.store().root().resolve(".peers/carol/shared/notes.txt"))
                        .content()
                        .contains("hello");
                assertThat(inbox()).hasSize(1);
                assertThat(carol.store().inbox().names()).hasSize(1);
                assertThat(bob.store().outbox().waiting()).isEmpty();
            });
            assertThat(near.stop()).isEqualTo(143);
        }
    }
}
