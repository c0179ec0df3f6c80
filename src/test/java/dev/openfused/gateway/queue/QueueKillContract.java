package dev.openfused.gateway.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.queue.Delivery.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A process that dies at any moment loses nothing it acknowledged, and leaves a queue that goes on. */
abstract class QueueKillContract {
    private static final int ROUNDS = Boolean.getBoolean("soak") ? 200 : 10;
    /** A round ends after a random number of changes, not after a time: a slow machine does as much. */
    private static final int MOST_CHANGES = 300;

    private static final int BYTES_A_CHANGE = 20;
    /** Each round plays that much later than the one before: leases have ended, waits are over. */
    private static final int HOURS_A_ROUND = 3;

    /** To set up a log takes a worker longer than its work. */
    private static final String NO_LOG = "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider";

    private static final Duration LEASE = Duration.ofMinutes(1);

    /** What a delivery may be after its last acknowledged change: that, or what one more change made of it. */
    private static final Map<String, Set<State>> AFTERWARDS = Map.of(
            "claimed", EnumSet.of(State.CLAIMED, State.DONE, State.WAITING, State.DEAD),
            "later", EnumSet.of(State.WAITING, State.DEAD),
            "done", EnumSet.of(State.DONE),
            "dead", EnumSet.of(State.DEAD));

    /** Figures that are 0 in a consistent database. */
    private static final List<String> CONTRADICTIONS = List.of(
            """
            SELECT count(*) FROM delivery WHERE (due IS NOT NULL OR head = 1) AND head <>
            CASE WHEN due IS NULL OR EXISTS (
                SELECT 1 FROM delivery AS earlier
                WHERE earlier.target = delivery.target AND earlier.sender = delivery.sender
                AND earlier.due IS NOT NULL AND earlier.key < delivery.key) THEN 0 ELSE 1 END
            """,
            "SELECT count(*) FROM delivery WHERE (state IN ('PENDING', 'CLAIMED', 'WAITING')) <> (due IS NOT NULL)",
            "SELECT count(*) FROM delivery WHERE (state = 'CLAIMED') <> (token IS NOT NULL)",
            """
            SELECT count(*) FROM delivery WHERE NOT EXISTS (
                SELECT 1 FROM payload WHERE payload.id = delivery.id AND payload.hash = delivery.hash)
            """,
            "SELECT (SELECT sum(files) FROM message) - (SELECT count(*) FROM file)");

    private final Path log;
    private final Map<Long, String> lastChanges = new HashMap<>();
    private int dispatched;

    QueueKillContract(Path folder) {
        log = folder.resolve("acknowledged");
    }

    /** How the worker finds the database. */
    abstract List<String> arguments();

    abstract Database database();

    @Test
    void whatWasAcknowledgedSurvivesTheProcess() throws Exception {
        Random random = new Random();
        for (int round = 0; round < ROUNDS; round++) {
            workAndKill(round, 1 + random.nextInt(MOST_CHANGES * BYTES_A_CHANGE));
            try (DeliveryQueue queue = queue(round)) {
                whatWasAcknowledgedIsThere(queue);
            }
            nothingContradictsItself();
        }
        try (DeliveryQueue queue = queue(ROUNDS)) {
            theRestIsDelivered(queue);
        }
    }

    private DeliveryQueue queue(int round) {
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(hours(round)));
        return new SqlDeliveryQueue(
                database(),
                StoreIdentity.SOLE,
                new SteadyTime(clock, System::nanoTime),
                clock,
                System::nanoTime,
                QueueOptions.DEFAULT,
                "after-the-kill");
    }

    private static int hours(int round) {
        return round * HOURS_A_ROUND;
    }

    private void workAndKill(int round, int bytesOfLog) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                NO_LOG,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                QueueWorker.class.getName(),
                Integer.toString(round),
                Integer.toString(hours(round))));
        command.addAll(arguments());
        Path errors = log.resolveSibling("errors");
        Process worker = new ProcessBuilder(command)
                .redirectOutput(log.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            Awaitility.await("the worker's changes")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.size(log) >= bytesOfLog || !worker.isAlive());
            assertThat(worker.isAlive())
                    .as("the worker ended by itself: %s", Files.readString(errors))
                    .isTrue();
        } finally {
            worker.destroyForcibly().waitFor();
        }
    }

    private void whatWasAcknowledgedIsThere(DeliveryQueue queue) throws IOException {
        String acknowledged = Files.readString(log);
        List<String> entered = new ArrayList<>();
        Map<Long, String> changes = new HashMap<>();
        for (String line : acknowledged
                .substring(0, acknowledged.lastIndexOf('\n') + 1)
                .lines()
                .toList()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "remembered" ->
                    assertThat(queue.isKnown(QueueWords.id(words[1]))).as(line).isTrue();
                case "dispatched" -> entered.add(words[1]);
                default -> changes.put(Long.parseLong(words[2]), words[0]);
            }
        }
        changes.forEach((key, change) -> {
            Delivery delivery = queue.find(key).orElseThrow();
            assertThat(delivery.state()).as("%s %s", change, delivery).isIn(AFTERWARDS.get(change));
            assertThat(delivery.remoteId()).isEqualTo(delivery.state() == State.DONE ? "remote-" + key : null);
        });
        assertThat(queue.unseen(
                        "inbox", entered.stream().map(text -> text + ".json").toList()))
                .isEmpty();
        assertThat(targetsOf(entered)).isSubsetOf((long) QueueWorker.TARGETS.size());
        dispatched += entered.size();
        lastChanges.putAll(changes);
    }

    private Set<Long> targetsOf(List<String> texts) {
        try (Database database = database()) {
            return database.read(session -> {
                Set<Long> targets = new HashSet<>();
                for (String text : texts) {
                    session.number(
                                    "SELECT count(*) FROM delivery WHERE id = ?",
                                    QueueWords.id(text).value())
                            .ifPresent(targets::add);
                }
                return targets;
            });
        }
    }

    private void nothingContradictsItself() {
        try (Database database = database()) {
            for (String contradiction : CONTRADICTIONS) {
                long found =
                        database.read(session -> session.number(contradiction).orElseThrow());
                assertThat(found).as(contradiction).isZero();
            }
        }
    }

    private void theRestIsDelivered(DeliveryQueue queue) {
        assertThat(dispatched).as("no round came to anything").isPositive();
        for (Target target : QueueWorker.TARGETS) {
            for (List<Claim> claims = queue.claim(target, Order.SENDER, 10, LEASE);
                    !claims.isEmpty();
                    claims = queue.claim(target, Order.SENDER, 10, LEASE)) {
                claims.forEach(claim -> queue.done(claim, null));
            }
            Map<State, Long> counts = queue.counts().getOrDefault(target, Map.of());
            assertThat(counts.keySet()).isSubsetOf(State.DONE, State.DEAD);
            assertThat(counts.values().stream().mapToLong(n -> n).sum()).isGreaterThanOrEqualTo(dispatched);
        }
        lastChanges.forEach(
                (key, change) -> assertThat(queue.find(key).orElseThrow().state())
                        .as(change)
                        .isIn(change.equals("done") ? Set.of(State.DONE) : Set.of(State.DONE, State.DEAD)));
    }
}
