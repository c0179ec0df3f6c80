package dev.openfused.gateway.compose;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.Keyring;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.keyring.Relationship;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.store.Durability;
import dev.openfused.gateway.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposerTest {
    private static final SignatureEngine ENGINE = SignatureEngine.best();

    @TempDir
    Path folder;

    private final AgentKeys bob = AgentKeys.generate();
    private final AgentKeys carol = AgentKeys.generate();
    private final AgentKeys dave = AgentKeys.generate();
    private Store store;
    private Composer composer;

    @BeforeEach
    void makeAStore() throws Exception {
        Store.init(folder, "wisp");
        store = Store.open(folder, Durability.NONE, Clock.systemUTC());
        composer = new Composer(store, new MessageSealer(ENGINE, Clock.systemUTC()));
        know("bob", bob, bob.encryptionKey(), true, false, Relationship.INTERNAL);
        know("carol", carol, carol.encryptionKey(), false, true, Relationship.EXTERNAL);
        know("dave", dave, null, false, false, null);
    }

    @Test
    void aMessageIsSealedToItsRecipientAndSignedByTheSender() throws Exception {
        Composition sent = send("hello", "bob");

        Composition.Copy copy = sent.copies().get(0);
        OpenedMessage opened = opened(copy.file(), bob, "wisp", store.keys());
        assertThat(copy.file()).startsWith("outbox/bob-" + bob.fingerprint().fp8() + '/');
        assertThat(copy.encrypted()).isTrue();
        assertThat(opened.text()).isEqualTo("hello");
        assertThat(opened.standing().verified()).isTrue();
        assertThat(opened.id()).isEqualTo(copy.id());
        assertThat(sent.warnings()).isEmpty();
        assertThat(sent.ownCopy()).isNull();
    }

    @Test
    void sendingUnencryptedOrToSomebodyUntrustedWarns() throws Exception {
        Composition sent = send("hello", "dave");

        assertThat(sent.copies().get(0).encrypted()).isFalse();
        assertThat(sent.warnings())
                .satisfiesExactly(
                        first -> assertThat(first).contains("dave is not encrypted"),
                        second -> assertThat(second).contains("dave is not trusted"));
    }

    @Test
    void anUnknownRecipientStopsAllBeforeAnythingIsWritten() throws Exception {
        assertThatThrownBy(() -> send("hello", "bob", "nobody")).isInstanceOf(UnknownAgentException.class);
        assertThat(messages()).isEmpty();
    }

    @Test
    void aRecipientThatCantBeSealedForStopsAllBeforeAnythingIsWritten() throws Exception {
        store.mesh()
                .changeEntry(
                        "carol",
                        e -> new KeyringEntry(
                                e.name(), "", e.signingKey(), "age1garbage", true, true, null, null, e.added()));

        assertThatThrownBy(() -> send("hello", "bob", "carol"))
                .isInstanceOf(UnsendableException.class)
                .hasMessageContaining("for carol");
        assertThatThrownBy(() -> broadcast(Recipients.Audience.ALL)).isInstanceOf(UnsendableException.class);
        assertThat(messages()).isEmpty();
    }

    @Test
    void aTextThatNobodyCouldReadOnceItIsSealedIsNotSent() throws Exception {
        assertThatThrownBy(() -> send("x".repeat(3_500_000), "bob"))
                .isInstanceOf(UnsendableException.class)
                .hasMessageContaining("larger than 4194304 bytes");
        assertThat(messages()).isEmpty();
    }

    @Test
    void aReadableTextThatWouldBeARegistryActIsNotSigned() throws Exception {
        assertThatThrownBy(() -> send("REVOKE:" + store.keys().publicKey(), "dave"))
                .isInstanceOf(UnsendableException.class)
                .hasMessageContaining("registry");
        assertThat(messages()).isEmpty();
        assertThat(send("REVOKE:" + store.keys().publicKey(), "bob").copies()).hasSize(1);
    }

    @Test
    void oneRecipientNamedTwiceGetsOneMessage() throws Exception {
        assertThat(send("hello", "bob", "bob:" + bob.fingerprint().fp8(), "carol")
                        .copies())
                .extracting(Composition.Copy::recipient)
                .containsExactly("bob", "carol");
        assertThat(messages()).hasSize(2);
    }

    @Test
    void whatAChannelSaysIsSignedByTheChannelsOwnKeyAndLiesInOurInbox() throws Exception {
        Sender channel = Sender.channelOf(store, "ops-slack");

        Composition sent = composer.compose(channel, new Recipients.Named(List.of("wisp")), "from Slack");

        Composition.Copy copy = sent.copies().get(0);
        assertThat(copy.local()).isTrue();
        assertThat(copy.file()).startsWith("inbox/").contains("_from-gateway.ops-slack-");
        OpenedMessage opened = opened(copy.file(), store.keys(), "gateway.ops-slack", channel.keys());
        assertThat(opened.text()).isEqualTo("from Slack");
        assertThat(opened.from()).isEqualTo("gateway.ops-slack");
        assertThat(opened.encrypted()).isTrue();
        assertThat(opened.fingerprint()).isNotEqualTo(store.keys().fingerprint());
    }

    @Test
    void aBroadcastGoesToAllThatAreTrustedOrSubscribedAndOneCopyIsKeptForOurselves() throws Exception {
        Composition sent = broadcast(Recipients.Audience.ALL);

        assertThat(sent.copies()).extracting(Composition.Copy::recipient).containsExactly("bob", "carol");
        OpenedMessage own = opened(requireNonNull(sent.ownCopy()), store.keys(), "wisp", store.keys());
        assertThat(own.text()).isEqualTo("to all");
        assertThat(own.encrypted()).isTrue();
        assertThat(sent.warnings()).hasSize(1).first().asString().contains("carol is not trusted");
    }

    @Test
    void aBroadcastToNobodyWritesNothing() throws Exception {
        Composition sent = broadcast(new Recipients.Audience(true, false, true, false));

        assertThat(sent.copies()).isEmpty();
        assertThat(sent.ownCopy()).isNull();
        assertThat(messages()).isEmpty();
    }

    @ParameterizedTest(name = "internal {0}, external {1}, subscribers {2}, trusted only {3}: {4}")
    @CsvSource({
        "false, false, false, false, bob carol",
        "true,  false, false, false, bob",
        "false, true,  false, false, carol",
        "true,  true,  false, false, bob",
        "false, false, true,  false, carol",
        "false, false, false, true,  bob",
        "false, false, true,  true,  bob",
        "false, true,  true,  true,  ''",
    })
    void theNarrowingFlagsHaveTheOriginalsPrecedence(
            boolean internal, boolean external, boolean subscribers, boolean trustedOnly, String names)
            throws Exception {
        Recipients.Audience audience = new Recipients.Audience(internal, external, subscribers, trustedOnly);
        Keyring keyring = store.mesh().read().keyring();

        assertThat(keyring.entries().stream()
                        .filter(entry -> audience.includes(entry, keyring))
                        .map(KeyringEntry::name))
                .containsExactly(names.isEmpty() ? new String[0] : names.split(" "));
    }

    @Test
    void aSettingNamesRecipientsOrTheOneWordForAll() {
        assertThat(Recipients.of(List.of("broadcast"))).isEqualTo(Recipients.Audience.ALL);
        assertThat(Recipients.of(List.of("bob", "carol"))).isEqualTo(new Recipients.Named(List.of("bob", "carol")));
        assertThatThrownBy(() -> Recipients.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private Composition send(String text, String... names) throws Exception {
        return composer.compose(Sender.agentOf(store), new Recipients.Named(List.of(names)), text);
    }

    private Composition broadcast(Recipients.Audience audience) throws Exception {
        return composer.compose(Sender.agentOf(store), audience, "to all");
    }

    private void know(
            String name,
            AgentKeys keys,
            @Nullable String encryptionKey,
            boolean trusted,
            boolean subscribed,
            @Nullable Relationship relationship)
            throws Exception {
        store.mesh()
                .importKey(new KeyringEntry(
                        name, "", keys.publicKey(), encryptionKey, trusted, subscribed, relationship, null, "x"));
    }

    private OpenedMessage opened(String file, AgentKeys reader, String sender, AgentKeys senderKeys)
            throws IOException {
        Keyring keyring = new Keyring(
                List.of(new KeyringEntry(sender, "", senderKeys.publicKey(), null, true, false, null, null, "x")),
                false);
        return new MessageOpener(new MessageVerifier(ENGINE), keyring, reader)
                .open("any.json", Files.readAllBytes(folder.resolve(file)));
    }

    private List<Path> messages() throws IOException {
        try (Stream<Path> all =
                Stream.concat(Files.walk(folder.resolve("outbox")), Files.walk(folder.resolve("inbox")))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
