package dev.openfused.gateway.camel.mail;

import static dev.openfused.gateway.camel.mail.MailBridge.bench;
import static dev.openfused.gateway.camel.mail.MailBridge.content;
import static dev.openfused.gateway.camel.mail.MailBridge.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.camel.BridgeBench;
import dev.openfused.gateway.camel.mail.SmtpFarEnd.Security;
import dev.openfused.gateway.camel.mail.SmtpFarEnd.Taken;
import dev.openfused.gateway.camel.queue.Pace;
import dev.openfused.gateway.camel.queue.Paces;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.Delivery.State;
import dev.openfused.gateway.queue.Target;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code digest=} of a mail bridge does, between the real queue and a real mail server. */
@Timeout(60)
class MailDigestTest {
    @TempDir
    private Path folder;

    @Test
    void asManyAsItsCountAreOneMailAtOnceAndTheNextBeginsAnother() throws Exception {
        try (SmtpFarEnd server = new SmtpFarEnd(Security.PLAIN, null);
                BridgeBench bench =
                        bench(folder, settings(server.address(), "ops@example.org", "security=none", "digest=3, 1h"))) {
            List<MessageId> ids = dispatch(bench, "one", "two", "three", "four");
            for (MessageId id : ids.subList(0, 3)) {
                bench.await(id, State.DONE);
            }

            assertThat(server.taken()).hasSize(1);
            MimeMessage digest = server.taken().get(0).mail();
            assertThat(digest.getSubject()).isEqualTo("3 messages: alice");
            assertThat(content(digest, 0).replace("\r", "")).containsSubsequence("| one\n", "| two\n", "| three\n");
            assertThat(content(digest, 1)).containsSubsequence("<p>one</p>", "<p>two</p>", "<p>three</p>");
            assertThat(bench.delivery(ids.get(2)).remoteId()).isEqualTo(digest.getMessageID());
            assertThat(bench.delivery(ids.get(3)).state()).isEqualTo(State.PENDING);
        }
    }

    @Test
    void whatIsFewerThanTheCountWaitsForTheTime() throws Exception {
        try (SmtpFarEnd server = new SmtpFarEnd(Security.PLAIN, null);
                BridgeBench bench =
                        bench(folder, settings(server.address(), "ops@example.org", "security=none", "digest=3, 2s"))) {
            long start = System.nanoTime();
            MessageId id = bench.dispatch("ops", "alone");
            bench.await(id, State.DONE);

            assertThat(System.nanoTime() - start)
                    .isGreaterThan(Duration.ofSeconds(2).toNanos());
            assertThat(server.taken()).hasSize(1);
            assertThat(server.taken().get(0).mail().getSubject()).isEqualTo("alice: alone");
        }
    }

    @Test
    void whileNothingIsCollectedThereIsNothingToTry() throws Exception {
        try (SmtpFarEnd server = new SmtpFarEnd(Security.PLAIN, null);
                BridgeBench bench =
                        bench(folder, settings(server.address(), "ops@example.org", "security=none", "digest=3, 1h"))) {
            Pace pace = bench.registry()
                    .findSingleByType(Paces.class)
                    .of(Target.bridge("ops"))
                    .orElseThrow();
            assertThat(pace.rest()).isEmpty();

            bench.dispatch("ops", "alone");

            assertThat(pace.rest()).hasValueSatisfying(rest -> assertThat(rest)
                    .isBetween(Duration.ofMinutes(50), Duration.ofHours(1)));
        }
    }

    @Test
    void whoHasADigestGetsNothingOfItAgainWhenAnotherIsTriedAgain() throws Exception {
        try (SmtpFarEnd server = new SmtpFarEnd(Security.PLAIN, null);
                BridgeBench bench = bench(
                        folder,
                        settings(
                                server.address(),
                                "a@example.org, busy@example.org",
                                "security=none",
                                "digest=2, 1s"))) {
            server.answering(line -> line.startsWith("RCPT TO:<busy@") ? "450 4.2.1 later" : "");
            List<MessageId> ids = dispatch(bench, "one", "two");
            for (MessageId id : ids) {
                bench.awaitPutOff(id);
            }
            server.answering(line -> "");
            for (MessageId id : ids) {
                bench.await(id, State.DONE);
            }

            assertThat(said(server, "a@example.org")).containsExactly("one", "two");
            assertThat(said(server, "busy@example.org")).containsExactly("one", "two");
        }
    }

    @Test
    @Timeout(4000)
    void whenTheServerRefusesHalfOfTheMailsEachMessageArrivesInOneDigestOnlyAndInOrder() throws Exception {
        int messages = Boolean.getBoolean("soak") ? 10_000 : 100;
        AtomicInteger asked = new AtomicInteger();
        try (SmtpFarEnd server = new SmtpFarEnd(Security.PLAIN, null);
                BridgeBench bench =
                        bench(folder, settings(server.address(), "ops@example.org", "security=none", "digest=7, 1s"))) {
            server.answering(line -> line.startsWith("DATA") && asked.incrementAndGet() % 2 == 1 ? "451 busy" : "");
            String[] texts =
                    IntStream.range(0, messages).mapToObj(i -> "message " + i).toArray(String[]::new);
            dispatch(bench, texts);

            await().atMost(Duration.ofHours(1)).untilAsserted(() -> assertThat(said(server, "ops@example.org"))
                    .hasSize(messages));
            assertThat(said(server, "ops@example.org")).containsExactly(texts);
        }
    }

    private static List<MessageId> dispatch(BridgeBench bench, String... texts) throws Exception {
        List<MessageId> ids = new ArrayList<>();
        for (String text : texts) {
            ids.add(bench.dispatch("ops", text));
        }
        return ids;
    }

    /** The texts that a recipient got, as they stand in the mails. */
    private static List<String> said(SmtpFarEnd server, String recipient) throws Exception {
        List<String> texts = new ArrayList<>();
        for (Taken taken : server.taken()) {
            if (taken.recipient().equals(recipient)) {
                content(taken.mail(), 0)
                        .lines()
                        .filter(line -> line.startsWith("| "))
                        .map(line -> line.substring(2).strip())
                        .forEach(texts::add);
            }
        }
        return texts;
    }
}
