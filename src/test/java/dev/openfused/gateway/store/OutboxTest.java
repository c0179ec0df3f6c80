package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-21T07:59:44.123Z"), ZoneOffset.UTC);
    private static final String FILE = "2026-03-21T07-59-44-123Z_from-wisp.json";

    @TempDir
    Path folder;

    private Store store;
    private KeyringEntry bob;

    @BeforeEach
    void makeAStore() throws Exception {
        Store.init(folder, "wisp");
        store = Store.open(folder, Durability.NONE, CLOCK);
        bob = entry("bob", "bob-agent@bob.example");
        store.mesh().importKey(bob);
    }

    @Test
    void aMessageWaitsInTheFolderOfItsRecipientUnderANameWithoutAPlus() throws Exception {
        SignedMessage message = message("hello");

        Outbox.Entry entry = store.outbox().put(bob, message);

        assertThat(entry).isEqualTo(new Outbox.Entry("bob-" + bob.fingerprint().fp8(), FILE));
        assertThat(store.outbox().read(entry)).isEqualTo(MessageJson.write(message));
        assertThat(store.outbox().waiting()).containsExactly(entry);
    }

    @Test
    void twoMessagesOfOneInstantAreBothKept() throws Exception {
        Outbox.Entry first = store.outbox().put(bob, message("one"));
        Outbox.Entry second = store.outbox().put(bob, message("two"));

        assertThat(second).isNotEqualTo(first);
        assertThat(store.outbox().waiting()).containsExactlyInAnyOrder(first, second);
        assertThat(new String(store.outbox().read(first), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"one\"");
    }

    @Test
    void messagesOfOneInstantWaitInTheOrderInWhichTheyWereQueued() throws Exception {
        List<Outbox.Entry> queued = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            queued.add(store.outbox().put(bob, message("message " + i)));
        }

        assertThat(store.outbox().waiting()).containsExactlyElementsOf(queued);
    }

    @Test
    void thePeersNameNamesTheFolderSinceTheOriginalPushesOnlyThat() throws Exception {
        store.mesh().addPeer("bob-agent", "https://bob.example", "readwrite");

        assertThat(store.outbox().put(bob, message("hello")).directory())
                .isEqualTo("bob-agent-" + bob.fingerprint().fp8());
    }

    @Test
    void aPeerWhoseNameOnlyBeginsAlikeIsAnotherOne() throws Exception {
        store.mesh().importKey(entry("bob-smith", ""));
        store.mesh().addPeer("bob-smith", "https://smith.example", "readwrite");

        assertThat(store.outbox().put(bob, message("hello")).directory())
                .isEqualTo("bob-" + bob.fingerprint().fp8());
    }

    @Test
    void aNameThatLeadsElsewhereNamesNoFolder() {
        assertThatThrownBy(() -> store.outbox().put(entry("../../planted", ""), message("hello")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("can't name a folder");
        assertThat(folder.resolveSibling("planted")).doesNotExist();
    }

    @Test
    void aDeliveredMessageIsFiledUnderSentAndDoingSoTwiceIsFine() throws Exception {
        Outbox.Entry entry = store.outbox().put(bob, message("hello"));

        store.outbox().sent(entry);
        store.outbox().sent(entry);

        assertThat(store.outbox().waiting()).isEmpty();
        assertThat(folder.resolve("outbox")
                        .resolve(entry.directory())
                        .resolve(".sent")
                        .resolve(FILE))
                .exists();
        assertThatThrownBy(() -> store.outbox().read(entry))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no longer in the outbox");
    }

    @Test
    void filingWhatNeverWasThereIsAnError() throws Exception {
        Outbox.Entry entry = store.outbox().put(bob, message("hello"));

        assertThatThrownBy(() -> store.outbox().sent(new Outbox.Entry(entry.directory(), "other.json")))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void whatIsSentLaterUnderTheSameNameDoesNotReplaceWhatIsFiled() throws Exception {
        Outbox.Entry entry = store.outbox().put(bob, message("one"));
        store.outbox().sent(entry);
        store.outbox().sent(store.outbox().put(bob, message("two")));

        Path sent = folder.resolve("outbox").resolve(entry.directory()).resolve(".sent");
        assertThat(sent.resolve(FILE)).content().contains("\"one\"");
        assertThat(sent.resolve(FILE.replace(".json", "-2.json"))).content().contains("\"two\"");
    }

    @Test
    void aRefusedMessageIsParkedWithTheReasonOnOneLine() throws Exception {
        Outbox.Entry entry = store.outbox().put(bob, message("hello"));

        store.outbox().failed(entry, "bob.example said: 403\nforged line");

        Path failed = folder.resolve("outbox").resolve(entry.directory()).resolve(".failed");
        assertThat(failed.resolve(FILE)).exists();
        assertThat(failed.resolve(FILE + ".reason")).hasContent("bob.example said: 403\\u{a}forged line\n");
        assertThat(store.outbox().waiting()).isEmpty();
    }

    @Test
    void filesOfTheFirstVersionWaitToo() throws Exception {
        Path flat = folder.resolve("outbox/2026-01-01T00-00-00-000Z_from-wisp_to-bob.json");
        Files.writeString(flat, "{}");
        Files.writeString(folder.resolve("outbox/notes.json"), "{}");

        Outbox.Entry entry = new Outbox.Entry("", flat.getFileName().toString());
        assertThat(store.outbox().waiting()).containsExactly(entry);
        store.outbox().sent(entry);
        assertThat(folder.resolve("outbox/.sent").resolve(entry.file())).exists();
    }

    @Test
    void linksAndHiddenFilesDoNotWait() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a.json"), "{}");
        Files.createSymbolicLink(folder.resolve("outbox/bob-12345678"), elsewhere);
        Outbox.Entry entry = store.outbox().put(bob, message("hello"));
        Files.writeString(folder.resolve("outbox").resolve(entry.directory()).resolve(".x.json.tmp"), "{");

        assertThat(store.outbox().waiting()).containsExactly(entry);
        assertThatThrownBy(() -> store.outbox().read(new Outbox.Entry("bob-12345678", "a.json")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> store.outbox().read(new Outbox.Entry("..", ".mesh.json")))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void theCopyOfABroadcastIsOursOnlyAndDoesNotWait() throws Exception {
        String name = store.outbox().putBroadcastCopy(message("hello"));

        Path copies = folder.resolve("outbox/.broadcast");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copies)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copies.resolve(name))))
                .isEqualTo("rw-------");
        assertThat(store.outbox().waiting()).isEmpty();
    }

    private SignedMessage message(String text) throws StoreException {
        return new MessageSealer(SignatureEngine.best(), CLOCK).sign("wisp", store.keys(), text);
    }

    private static KeyringEntry entry(String name, String address) {
        AgentKeys keys = AgentKeys.generate();
        return new KeyringEntry(
                name, address, keys.publicKey(), keys.encryptionKey(), true, false, null, null, "2026-01-01T00:00:00Z");
    }
}
