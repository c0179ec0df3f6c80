package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.Vectors;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.MessageJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxListingTest {
    private static final SignatureEngine ENGINE = SignatureEngine.best();

    @TempDir
    Path folder;

    private Store store;
    private final AgentKeys alice = AgentKeys.generate();

    @BeforeEach
    void makeAStoreThatTrustsAlice() throws Exception {
        Store.init(folder, "wisp");
        store = Store.open(folder, Durability.NONE, Clock.systemUTC());
        store.mesh()
                .importKey(new KeyringEntry(
                        "alice", "", alice.publicKey(), alice.encryptionKey(), true, false, null, null, "x"));
    }

    @Test
    void messagesComeInTheOrderTheyWereSignedWhateverTheirFilesAreCalled() throws Exception {
        put("z.json", "first", 0);
        put("m.json", "second", 1);
        put("a.json", "third", 2);

        assertThat(all()).extracting(i -> i.message().text()).containsExactly("first", "second", "third");
        assertThat(all()).allMatch(i -> i.message().standing().trusted());
    }

    @Test
    void oneMessageUnderTwoNamesCountsOnce() throws Exception {
        put("a.json", "only once", 0);
        Files.copy(
                store.inbox().directory().resolve("a.json"),
                store.inbox().directory().resolve("b.json"));
        Files.writeString(
                store.inbox().directory().resolve("c.json"),
                Files.readString(store.inbox().directory().resolve("a.json"))
                        .replace("\"encrypted\": true", "\"encrypted\": false"));

        assertThat(all()).extracting(InboxListing.Item::file).containsExactly("a.json");
    }

    @Test
    void oddFilesShowAsUnverifiedWithTheReasonAndHideNothingElse() throws Exception {
        Path inbox = store.inbox().directory();
        put("good.json", "hello", 0);
        Files.write(inbox.resolve("not-utf8.json"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.createDirectory(inbox.resolve("folder.json"));
        Files.createSymbolicLink(inbox.resolve("dangling.json"), folder.resolve("nowhere"));
        Files.createSymbolicLink(inbox.resolve("secret.json"), folder.resolve(".keys/age.key"));
        Files.writeString(inbox.resolve("2025-11-02_bob.md"), "unsigned");

        List<InboxListing.Item> items = all();

        assertThat(items).hasSize(6);
        assertThat(reason(items, "folder.json")).contains("is a folder");
        assertThat(reason(items, "dangling.json")).contains("is a symbolic link");
        assertThat(reason(items, "secret.json")).contains("is a symbolic link");
        assertThat(reason(items, "not-utf8.json")).isNotBlank();
        assertThat(items).filteredOn(i -> i.message().standing().verified()).hasSize(1);
        assertThat(items).noneMatch(i -> i.message().text().contains("AGE-SECRET-KEY"));
    }

    @Test
    void whatIsNotWantedIsCounted() throws Exception {
        put("good.json", "hello", 0);
        Files.writeString(store.inbox().directory().resolve("2025-11-02_bob.md"), "unsigned");

        InboxListing listing = InboxListing.of(
                store.inbox(), opener(), message -> message.standing().trusted());

        assertThat(items(listing)).extracting(InboxListing.Item::file).containsExactly("good.json");
        assertThat(listing.hidden()).isEqualTo(1);
    }

    /** Of a large inbox, texts are read once more as they are shown. */
    @Test
    void aFileThatHoldsAnotherMessageByThenIsNotShownInItsPlace() throws Exception {
        List<String> names = putMoreThanIsKept();
        List<String> texts = new ArrayList<>();
        try (InboxListing listing = InboxListing.of(
                store.inbox(), opener(), message -> message.standing().trusted())) {
            assertThat(listing.shown()).isEqualTo(4);
            for (String name : names) {
                Files.writeString(store.inbox().directory().resolve(name), "nobody signed this");
            }

            listing.each(item -> texts.add(item.message().text().substring(0, 1)));
        }

        assertThat(texts).hasSize(2).isSubsetOf("a", "b", "c", "d");
    }

    @Test
    void whatIsReadOnceMoreIsShownInItsOrderWithItsText() throws Exception {
        putMoreThanIsKept();

        assertThat(all())
                .extracting(item -> item.message().text().substring(0, 1))
                .containsExactly("a", "b", "c", "d");
    }

    /** Two of the four fit. */
    private List<String> putMoreThanIsKept() throws Exception {
        List<String> letters = List.of("a", "b", "c", "d");
        for (String letter : letters) {
            put(letter + ".json", letter.repeat(3_000_000), letters.indexOf(letter));
        }
        return letters.stream().map(letter -> letter + ".json").toList();
    }

    @Test
    void archivedMessagesAreNotListed() throws Exception {
        put("a.json", "hello", 0);
        store.inbox().archive("a.json");

        assertThat(all()).isEmpty();
    }

    @Test
    void aRealFileThatIsNotUtf8KillsNoListing() throws Exception {
        Files.copy(
                Vectors.folder("openfused").resolve("poison/not-utf8.json"),
                store.inbox().directory().resolve("not-utf8.json"));
        put("good.json", "hello", 0);

        assertThat(all()).hasSize(2);
    }

    private void put(String name, String text, int second) throws Exception {
        Clock clock = Clock.fixed(Instant.parse("2026-03-21T08:00:00Z").plusSeconds(second), ZoneOffset.UTC);
        String recipient = String.valueOf(store.mesh().read().encryptionKey());
        store.inbox()
                .put(name, MessageJson.write(new MessageSealer(ENGINE, clock).seal("alice", alice, recipient, text)));
    }

    private MessageOpener opener() throws StoreException {
        return new MessageOpener(
                new MessageVerifier(ENGINE), store.mesh().read().keyring(), store.keys());
    }

    private List<InboxListing.Item> all() throws StoreException, IOException {
        return items(InboxListing.of(store.inbox(), opener(), message -> true));
    }

    private static List<InboxListing.Item> items(InboxListing listing) throws IOException {
        List<InboxListing.Item> items = new ArrayList<>();
        try (listing) {
            listing.each(items::add);
        }
        assertThat(items).hasSize(listing.shown());
        return items;
    }

    private static String reason(List<InboxListing.Item> items, String file) {
        OpenedMessage message = items.stream()
                .filter(i -> i.file().equals(file))
                .findFirst()
                .orElseThrow()
                .message();
        assertThat(message.standing().verified()).isFalse();
        return String.valueOf(message.reason());
    }
}
