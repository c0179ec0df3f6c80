package dev.openfused.gateway.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.Vectors;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.RejectedMessageException;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
    private static final AgentKeys ALICE = AgentKeys.generate();
    private static final AgentKeys BOB = AgentKeys.generate();

    static Stream<JsonNode> queries() {
        return StreamSupport.stream(
                        Vectors.openfused("keyring/resolve.json").get("queries").spliterator(), false)
                .filter(q -> !q.get("query").asText().equals("alice:00000000")); // there the originals are wrong
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aQueryMeansWhatItMeansToTheOriginalCore(JsonNode query) throws UnknownAgentException {
        Keyring keyring = Vectors.keyring(Vectors.openfused("keyring/resolve.json"));
        JsonNode original = query.get("core-0938c26");

        if (original.has("index")) {
            assertThat(keyring.find(query.get("query").asText()))
                    .isEqualTo(keyring.entries().get(original.get("index").asInt()));
        } else {
            assertThatThrownBy(() -> keyring.find(query.get("query").asText()))
                    .isInstanceOf(UnknownAgentException.class);
        }
    }

    @Test
    void aNameWithAnotherFingerprintIsRefused() {
        Keyring keyring = new Keyring(List.of(entry("alice", ALICE)), false);

        assertThatThrownBy(() -> keyring.find("alice:DEADBEEF"))
                .isInstanceOf(UnknownAgentException.class)
                .hasMessageContaining("alice:DEADBEEF");
        assertThatCode(() -> keyring.find("alice:" + ALICE.fingerprint().fp8())).doesNotThrowAnyException();
    }

    @Test
    void anAmbiguousNameListsTheCandidates() {
        Keyring keyring = new Keyring(List.of(entry("twin", ALICE), entry("twin", BOB)), false);

        assertThatThrownBy(() -> keyring.find("twin"))
                .hasMessageContaining("twin:" + ALICE.fingerprint().fp8())
                .hasMessageContaining("twin:" + BOB.fingerprint().fp8());
    }

    @Test
    void aNameThatIsAlsoTheFingerprintOfAnotherIsAmbiguous() {
        String fp8 = ALICE.fingerprint().fp8();
        Keyring keyring = new Keyring(List.of(entry("alice", ALICE), entry(fp8, BOB)), false);

        assertThatThrownBy(() -> keyring.find(fp8)).isInstanceOf(UnknownAgentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice.openfused.net", "Alice.OpenFused.Net"})
    void whoRegisteredByDefaultIsKnownUnderTheShortName(String registered) throws RejectedMessageException {
        Keyring keyring = new Keyring(List.of(entry(registered, ALICE)), false);

        assertThat(keyring.vouchFor(signed("alice", ALICE)))
                .get()
                .extracting(KeyringEntry::name)
                .isEqualTo(registered);
        assertThat(keyring.vouchFor(signed("alice", BOB))).isEmpty();
        assertThat(keyring.vouchFor(signed("", ALICE))).isEmpty();
    }

    @Test
    void theShortNameBelongsToWhoHasItInTheKeyring() throws RejectedMessageException {
        Keyring keyring = new Keyring(List.of(entry("alice.openfused.net", ALICE), entry("ALICE", BOB)), false);

        assertThat(keyring.vouchFor(signed("alice", ALICE))).isEmpty();
    }

    @Test
    void aNameInAnotherCaseDoesNotVouch() throws RejectedMessageException {
        Keyring keyring = new Keyring(List.of(entry("alice", ALICE)), true);

        assertThat(keyring.standingOf(signed("Alice", ALICE))).isEqualTo(Standing.UNVERIFIED);
    }

    @Test
    void inAWorkspaceEveryKnownSenderIsTrusted() throws RejectedMessageException {
        assertThat(new Keyring(List.of(entry("alice", ALICE)), true)
                        .standingOf(signed("alice", ALICE))
                        .trusted())
                .isTrue();
        assertThat(new Keyring(List.of(entry("alice", ALICE)), false)
                        .standingOf(signed("alice", ALICE))
                        .trusted())
                .isFalse();
    }

    @Test
    void aKeyringHasNoRoomForNamesThatDifferByCaseOnly() {
        Keyring keyring = new Keyring(List.of(entry("alice", ALICE)), false);

        assertThatThrownBy(() -> keyring.requireRoomFor(entry("Alice", BOB)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("case");
        assertThatCode(() -> keyring.requireRoomFor(entry("alice", BOB))).doesNotThrowAnyException();
        assertThatCode(() -> keyring.requireRoomFor(entry("bob", BOB))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../planted", "", "a b", ".hidden"})
    void aKeyringHasNoRoomForWhatIsNoName(String name) {
        Keyring keyring = new Keyring(List.of(), false);

        assertThatThrownBy(() -> keyring.requireRoomFor(entry(name, BOB))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOutboxFolderSelectsItsEntryByShortFingerprint() {
        Keyring keyring = new Keyring(List.of(entry("bob-smith", ALICE), entry("bob", BOB)), false);

        assertThat(keyring.byFp8(BOB.fingerprint().fp8()))
                .get()
                .extracting(KeyringEntry::name)
                .isEqualTo("bob");
        assertThat(keyring.byFp8("00000000")).isEmpty();
    }

    private static AuthenticMessage signed(String from, AgentKeys keys) throws RejectedMessageException {
        SignatureEngine engine = SignatureEngine.best();
        return new MessageVerifier(engine)
                .verify(new MessageSealer(engine, Clock.systemUTC()).sign(from, keys, "text"));
    }

    private static KeyringEntry entry(String name, AgentKeys keys) {
        return new KeyringEntry(name, "", keys.publicKey(), keys.encryptionKey(), false, false, null, null, "");
    }
}
