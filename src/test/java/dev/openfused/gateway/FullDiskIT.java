package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk fills up while messages come in, and space is made again: the gateway says so, and heals by itself. */
class FullDiskIT {
    private static final int ROUNDS = Boolean.getBoolean("soak") ? 30 : 3;
    /** SQLite moves its log of up to 32 MB into the file when that has grown to this size: many rounds need room for both. */
    private static final int MEGABYTES = Boolean.getBoolean("soak") ? 160 : 24;

    private static final int MESSAGES = 20;
    private static final int ROOM = 28 << 10;
    private static final int MOST_ROOM = 1 << 18;
    private static final int MOST = 2_000;
    private static final int WORDS = 1_000;

    @TempDir
    Path folder;

    private final MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());
    private final Set<String> accepted = new LinkedHashSet<>();

    @Test
    void aDiskThatWasFullLosesAndDoublesNothingAndIsWrittenToAgainWithinSeconds() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES);
                WebhookSink sink = new WebhookSink()) {
            BridgedGateway made = new BridgedGateway(disk.root())
                    .bridge("ops", "to=webhook", "url=" + sink.url(), "allow-private=127.0.0.1");
            try (GatewayProcess process = made.serve()) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (int i = 0; i < MESSAGES; i++) {
                        assertThat(post(process, made)).isEqualTo(201);
                    }
                    disk.fill(round * ROOM
                            % MOST_ROOM); // what fails first, an inbox file or the queue, is another each time
                    refusesSoon(process, made);
                    assertThat(doctor(made)).contains("full");

                    disk.free();
                    await("accepted again").atMost(Duration.ofSeconds(10)).until(() -> post(process, made) == 201);
                }
                await().untilAsserted(() -> assertThat(sink.byId().keySet()).containsAll(accepted));
                assertThat(sink.byId())
                        .allSatisfy((id, calls) -> assertThat(calls).hasSize(1));
                assertThat(process.output())
                        .filteredOn(line -> line.contains("not executing"))
                        .isEmpty();
                assertThat(process.output()).anyMatch(line -> line.contains("its disk is full"));
            }
        }
    }

    @Test
    void aPartThatTheChatTookWhileTheDiskWasFullIsNotPostedAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES);
                WebhookSink slack = new WebhookSink()) {
            AtomicBoolean filled = new AtomicBoolean();
            slack.answering(post -> {
                if (filled.compareAndSet(false, true)) {
                    fill(disk);
                }
                return 200;
            });
            BridgedGateway made = new BridgedGateway(disk.root())
                    .bridge("ops", "to=slack", "url=" + slack.url(), "allow-private=127.0.0.1");
            try (GatewayProcess process = made.serve()) {
                made.send(process, severalPosts());
                BridgedGateway.awaitLine(process, "its disk is full");
                disk.free();

                BridgedGateway.awaitDelivered(process, 1);
                List<String> posted = slack.calls().stream()
                        .map(post -> post.body()
                                .at("/attachments/0/blocks/0/text/text")
                                .asText())
                        .toList();
                assertThat(posted).hasSizeGreaterThan(2).doesNotHaveDuplicates();
            }
        }
    }

    private static void fill(SmallDisk disk) {
        try {
            disk.fill(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No two alike. */
    private static String severalPosts() {
        return IntStream.range(0, WORDS).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
    }

    private void refusesSoon(GatewayProcess process, BridgedGateway made) throws Exception {
        int status = 201;
        for (int i = 0; i < MOST && status == 201; i++) {
            status = post(process, made);
        }
        assertThat(status).isEqualTo(503);
    }

    private int post(GatewayProcess process, BridgedGateway made) throws Exception {
        SignedMessage message = made.fromAlice("text");
        int status = process.post("/inbox", MessageJson.write(message)).statusCode();
        if (status == 201) {
            accepted.add(verifier.verify(message).id().value());
        }
        return status;
    }

    private static String doctor(BridgedGateway made) throws Exception {
        GatewayProcess.Result result =
                GatewayProcess.run("doctor", "--offline", "--dir", made.store().toString());
        assertThat(result.status()).isEqualTo(1);
        return result.out();
    }
}
