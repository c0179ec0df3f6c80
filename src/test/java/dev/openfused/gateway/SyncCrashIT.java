package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.store.Leftovers;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.sshd.server.session.ServerSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two gateways and a store on a host with SSH only exchange mail and files in all directions, while connections break and
 * gateways are killed: every message arrives once, and what each shows is what the others see.
 */
class SyncCrashIT {
    private static final int ROUNDS = Boolean.getBoolean("soak") ? 200 : 10;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MOST_FILES = 8;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());

    /** What was said, by recipient: ids of messages. */
    private final Map<String, List<String>> said = new TreeMap<>();

    @TempDir
    Path folder;

    private TestAgent alice;
    private TestAgent bob;
    private TestAgent carol;
    private SshFarEnd host;
    private FaultyRelay toAlice;
    private FaultyRelay toBob;
    private WebhookSink sink;
    private int number;

    /** Whether alice has an address of bob's. */
    private boolean reachable = true;

    @BeforeEach
    void introduce() throws Exception {
        Path root = Files.createDirectories(folder.resolve("host"));
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        carol = TestAgent.make(root.resolve("carol"), "carol");
        host = new SshFarEnd(root, folder.resolve("home"));
        toAlice = new FaultyRelay(random.nextLong());
        toBob = new FaultyRelay(random.nextLong());
        sink = new WebhookSink();
        alice.knows(bob, true).knows(carol, true);
        bob.knows(alice, true).knows(carol, true);
        carol.knows(alice, true).knows(bob, true);
        alice.peersWith(bob, toBob.url()).peersWith(carol, host.url("carol"));
        bob.peersWith(alice, toAlice.url()).peersWith(carol, host.url("carol"));
    }

    @AfterEach
    void stop() throws IOException {
        sink.close();
        toBob.close();
        toAlice.close();
        host.close();
    }

    private GatewayProcess serve(TestAgent agent, FaultyRelay relay) throws IOException {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "openfuse.sync.allow-private", "127.0.0.1",
                "openfuse.sync.every", "200ms",
                "openfuse.sync.retry-longest", "1s",
                "openfuse.sync.timeout", "5s",
                "openfuse.deliver.timeout", "2s",
                "openfuse.deliver.retry-first", "50ms",
                "openfuse.deliver.retry-longest", "500ms",
                "openfuse.ssh.config", host.config().toString()));
        settings.putAll(Map.of(
                "openfuse.bridge.ops.to", "webhook",
                "openfuse.bridge.ops.url", sink.url(),
                "openfuse.bridge.ops.accept", "verified",
                "openfuse.bridge.ops.allow-private", "127.0.0.1",
                "openfuse.bridge.ops.retry-first", "50ms"));
        GatewayProcess process = GatewayProcess.serveBriefly(
                agent.store().root(), GatewayProcess.settings(folder.resolve(agent.name() + ".properties"), settings));
        relay.to(URI.create(process.url()).getPort());
        return process;
    }

    @Test
    void everyMessageAndEveryFileArrivesOnceThroughFaultsAndKills() throws Exception {
        host.striking(this::breakSometimes);
        GatewayProcess a = serve(alice, toAlice);
        GatewayProcess b = serve(bob, toBob);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                if (random.nextInt(3) == 0) {
                    bobIsReachable(!reachable);
                }
                act();
                int enough = arrived() + 1 + random.nextInt(6);
                await().pollInterval(Duration.ofMillis(2))
                        .atMost(PATIENCE)
                        .until(() -> arrived() >= Math.min(enough, said()));
                if (random.nextBoolean()) {
                    a.kill();
                    a = serve(alice, toAlice);
                } else {
                    b.kill();
                    b = serve(bob, toBob);
                }
            }
            host.striking((session, file) -> {});
            toAlice.calm();
            toBob.calm();
            act();
            bobIsReachable(true);
            awaitAll();
            a.stop();
            b.stop();
            nothingIsLeftUnfinished();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "with -Dseed=" + seed + ":\n" + e.getMessage() + "\nalice:\n" + tail(a) + "\nbob:\n" + tail(b), e);
        } finally {
            a.close();
            b.close();
        }
    }

    /** While he is not, his mail waits at alice until he fetches it; what is on its way to him may arrive all the same. */
    private void bobIsReachable(boolean now) throws StoreException {
        if (now && !reachable) {
            alice.peersWith(bob, toBob.url());
        } else if (!now && reachable) {
            alice.store().mesh().removePeer("bob");
        }
        reachable = now;
    }

    private static String tail(GatewayProcess process) {
        List<String> lines = process.output().stream()
                .filter(line -> !line.contains("ACCESS"))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private void breakSometimes(ServerSession session, String file) {
        int dice;
        synchronized (random) {
            dice = random.nextInt(30);
        }
        if (dice == 0) {
            session.close(true);
        }
    }

    /** Each says something to each, and shows something else. */
    private void act() throws Exception {
        for (TestAgent from : List.of(alice, bob, carol)) {
            for (TestAgent to : List.of(alice, bob, carol)) {
                if (from != to) {
                    say(from, to);
                }
            }
            show(from);
        }
    }

    private void say(TestAgent from, TestAgent to) throws Exception {
        SignedMessage message = from.sealTo(to, "message " + ++number);
        from.store().outbox().put(from.store().mesh().read().keyring().find(to.name()), message);
        said.computeIfAbsent(to.name(), name -> new ArrayList<>())
                .add(verifier.verify(message).id().value());
    }

    /** Whole, as a careful agent writes; and binary, so that it is kept byte for byte. */
    private void show(TestAgent agent) throws IOException {
        Path shared = agent.store().root().resolve("shared");
        Path file = shared.resolve((random.nextBoolean() ? "deep/" : "") + random.nextInt(MOST_FILES) + ".bin");
        if (random.nextInt(4) == 0) {
            Files.deleteIfExists(file);
            return;
        }
        byte[] content = new byte[1 + random.nextInt(50_000)];
        random.nextBytes(content);
        content[0] = 0;
        Files.createDirectories(file.getParent());
        Path unfinished = Files.write(shared.resolve(".unfinished.tmp"), content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private int said() {
        return said.values().stream().mapToInt(List::size).sum();
    }

    private int arrived() throws IOException {
        int count = 0;
        for (TestAgent agent : List.of(alice, bob, carol)) {
            count += inbox(agent).size();
        }
        return count;
    }

    private static List<Path> inbox(TestAgent agent) throws IOException {
        try (Stream<Path> files = Files.list(agent.store().root().resolve("inbox"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private void awaitAll() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (TestAgent agent : List.of(alice, bob, carol)) {
                assertThat(idsIn(agent))
                        .as("inbox of %s", agent.name())
                        .containsExactlyInAnyOrderElementsOf(said.get(agent.name()));
            }
            assertThat(alice.store().outbox().waiting()).as("outbox of alice").isEmpty();
            assertThat(bob.store().outbox().waiting()).as("outbox of bob").isEmpty();
            List<String> dispatched = new ArrayList<>(said.get("alice"));
            dispatched.addAll(said.get("bob"));
            assertThat(sink.byId().keySet()).containsExactlyInAnyOrderElementsOf(dispatched);
        });
        sink.byId().forEach((id, calls) -> assertThat(calls.stream().map(WebhookSink.Call::idempotencyKey))
                .as("idempotency keys of %s", id)
                .containsOnly(calls.get(0).idempotencyKey()));
        await().atMost(PATIENCE)
                .ignoreExceptionsMatching(SyncCrashIT::isGoneMeanwhile)
                .untilAsserted(() -> {
                    for (TestAgent near : List.of(alice, bob)) {
                        for (TestAgent far : List.of(alice, bob, carol)) {
                            if (near != far) {
                                assertThat(shown(near.store().root().resolve(".peers/" + far.name() + "/shared")))
                                        .as("what %s sees of %s", near.name(), far.name())
                                        .isEqualTo(shown(far.store().root().resolve("shared")));
                            }
                        }
                    }
                });
    }

    /** What writers left that were killed goes at the second look. */
    private void nothingIsLeftUnfinished() throws Exception {
        for (TestAgent agent : List.of(alice, bob)) {
            Leftovers leftovers = agent.store().leftovers();
            leftovers.remove();
            leftovers.remove();
        }
        for (TestAgent agent : List.of(alice, bob, carol)) {
            assertThat(unfinished(agent))
                    .as("left unfinished at %s", agent.name())
                    .isEmpty();
        }
    }

    private List<String> idsIn(TestAgent agent) throws Exception {
        List<String> ids = new ArrayList<>();
        for (Path file : inbox(agent)) {
            ids.add(verifier.verify(MessageJson.read(Files.readAllBytes(file)))
                    .id()
                    .value());
        }
        return ids;
    }

    /** Contents by path; what a writer left that was killed is hidden, and goes later. */
    private static Map<String, Integer> shown(Path top) throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        if (Files.exists(top)) {
            try (Stream<Path> all = Files.walk(top)) {
                all.filter(Files::isRegularFile)
                        .filter(file -> !file.getFileName().toString().startsWith("."))
                        .forEach(file -> files.put(top.relativize(file).toString(), Arrays.hashCode(content(file))));
            }
        }
        return files;
    }

    /** A file was removed while we looked: another look tells what is there now. */
    private static boolean isGoneMeanwhile(Throwable fault) {
        return fault instanceof UncheckedIOException && fault.getCause() instanceof NoSuchFileException;
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> unfinished(TestAgent agent) throws IOException {
        try (Stream<Path> all = Files.walk(agent.store().root())) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".tmp") || name.endsWith(".part"))
                    .toList();
        }
    }
}
