package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.store.SyncLock;
import dev.openfused.gateway.sync.CountingRelay;
import dev.openfused.gateway.sync.SyncReport;
import dev.openfused.gateway.sync.Syncing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways of ours: bob pulls from alice's, which serves every shipped route. */
@Timeout(120)
class PullOverHttpTest {
    @TempDir
    Path folder;

    private TestAgent alice;
    private TestAgent bob;
    private ServedAgent served;
    private CountingRelay relay;
    private Syncing syncing;
    private Path shared;

    @BeforeEach
    void start() throws Exception {
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        bob = TestAgent.make(folder.resolve("bob"), "bob.example");
        alice.knows(bob, true);
        bob.knows(alice, true);
        shared = alice.store().root().resolve("shared");
        served = ServedAgent.with(folder, alice, Clock.systemUTC());
        relay = new CountingRelay(served.server().port());
        syncing = new Syncing(folder, bob, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        syncing.close();
        relay.close();
        served.close();
    }

    private SyncReport sync() throws Exception {
        return syncing.with("alice", relay.url());
    }

    private void queue(String text) throws Exception {
        SignedMessage message = alice.sealTo(bob, text);
        alice.store().outbox().put(alice.store().mesh().read().keyring().find(bob.name()), message);
    }

    @Test
    void whatAliceShowsAndHoldsIsBobsAfterOneSync() throws Exception {
        Files.createDirectories(shared.resolve("deep/er"));
        Files.writeString(shared.resolve("deep/er/über + 1.txt"), "deep");
        Files.write(shared.resolve("model.bin"), new byte[] {0, 1, 2});
        queue("one");
        queue("two");

        SyncReport report = sync();

        assertThat(report.faults()).isEmpty();
        assertThat(report.summary()).isEqualTo("alice: 2 messages, 4 files (4 new)");
        assertThat(syncing.files(".peers/alice"))
                .containsOnlyKeys("CONTEXT.md", "PROFILE.md", "shared/deep/er/über + 1.txt", "shared/model.bin");
        assertThat(bob.store().root().resolve(".peers/alice/shared/model.bin")).hasBinaryContent(new byte[] {0, 1, 2});
        assertThat(syncing.files("inbox")).hasSize(2);
        assertThat(alice.store().outbox().waiting()).isEmpty();
        assertThat(sync().summary()).isEqualTo("alice: 0 messages, 4 files");
    }

    @Test
    void aThousandUnchangedFilesCostFiveRequests() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            Files.writeString(shared.resolve("file-" + i + ".txt"), "text " + i);
        }
        assertThat(sync().added()).isEqualTo(1_002);
        relay.requests();

        assertThat(sync().isNews()).isFalse();
        assertThat(relay.requests()).hasSize(5);

        Files.writeString(shared.resolve("file-7.txt"), "TEXT 7");
        Files.setLastModifiedTime(
                shared.resolve("file-7.txt"), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(sync().changed()).isEqualTo(1);
        assertThat(relay.requests()).hasSize(6).contains("GET /read/shared/file-7.txt");
    }

    @Test
    void aFileThatDidNotChangeIsNotWrittenAgain() throws Exception {
        Files.writeString(shared.resolve("a.txt"), "same");
        sync();
        Path here = bob.store().root().resolve(".peers/alice/shared/a.txt");
        FileTime before = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(here, before);

        Files.setLastModifiedTime(
                shared.resolve("a.txt"), FileTime.from(Instant.now().plusSeconds(5)));
        SyncReport report = sync();

        assertThat(relay.requests()).contains("GET /read/shared/a.txt");
        assertThat(report.isNews()).isFalse();
        assertThat(Files.getLastModifiedTime(here)).isEqualTo(before);
    }

    @Test
    void aFileThatIsRemovedHereComesBack() throws Exception {
        Files.writeString(shared.resolve("a.txt"), "same");
        sync();
        Files.delete(bob.store().root().resolve(".peers/alice/shared/a.txt"));

        sync();

        assertThat(syncing.files(".peers/alice")).containsKey("shared/a.txt");
    }

    @Test
    void aFileThatBecomesAFolderIsOneHereBeforeLong() throws Exception {
        Files.writeString(shared.resolve("x"), "file");
        sync();
        Files.delete(shared.resolve("x"));
        Files.createDirectory(shared.resolve("x"));
        Files.writeString(shared.resolve("x/y"), "inner");

        sync();
        SyncReport second = sync();

        assertThat(second.faults()).isEmpty();
        assertThat(syncing.files(".peers/alice")).containsKey("shared/x/y").doesNotContainKey("shared/x");
    }

    @Test
    void moreMailThanABatchComesInOneSync() throws Exception {
        for (int i = 0; i < 250; i++) {
            queue("message " + i);
        }

        assertThat(sync().messages()).isEqualTo(250);

        assertThat(syncing.files("inbox")).hasSize(250);
        assertThat(alice.store().outbox().waiting()).isEmpty();
    }

    @Test
    void mailThatWaitedForDaysIsTakenIn() throws Exception {
        Clock longAgo = Clock.offset(Clock.systemUTC(), Duration.ofDays(-5));
        SignedMessage old = new MessageSealer(SignatureEngine.best(), longAgo)
                .seal("alice", alice.keys(), Objects.requireNonNull(bob.keys().encryptionKey()), "old");
        alice.store().outbox().put(alice.store().mesh().read().keyring().find(bob.name()), old);

        assertThat(sync().messages()).isEqualTo(1);
    }

    @Test
    void aMessageThatWasAlsoPostedIsThereOnce() throws Exception {
        SignedMessage message = alice.sealTo(bob, "both ways");
        alice.store().outbox().put(alice.store().mesh().read().keyring().find(bob.name()), message);
        sync();
        alice.store().outbox().put(alice.store().mesh().read().keyring().find(bob.name()), message);

        assertThat(sync().messages()).isZero();

        assertThat(syncing.files("inbox")).hasSize(1);
        assertThat(alice.store().outbox().waiting()).isEmpty();
    }

    @Test
    void onlyOneSyncWithAPeerRunsAtATime() throws Exception {
        try (SyncLock held = SyncLock.tryTake(bob.store(), "alice").orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(sync().faults())
                    .isEqualTo(List.of("it is being synced right now by somebody else; try again later"));
        }
        assertThat(sync().faults()).isEmpty();
    }
}
