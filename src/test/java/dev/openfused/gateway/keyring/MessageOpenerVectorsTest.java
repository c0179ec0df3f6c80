package dev.openfused.gateway.keyring;

import static dev.openfused.gateway.Vectors.message;
import static dev.openfused.gateway.Vectors.openfused;
import static dev.openfused.gateway.message.RejectedMessageException.Reason.BAD_SIGNATURE;
import static dev.openfused.gateway.message.RejectedMessageException.Reason.MALFORMED;
import static dev.openfused.gateway.message.RejectedMessageException.Reason.UNKNOWN_SENDER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.Vectors;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real clients wrote, and what was done to it on the way, opened by the one it was written to. */
class MessageOpenerVectorsTest {
    /** A field that no signature covers was changed: the label says not authentic, the words are the sender's own. */
    private static final Set<String> ONLY_UNSIGNED_FIELDS_CHANGED = Set.of("38", "39", "40");

    static List<Vectors.Message> everyMessage() {
        return Vectors.messages();
    }

    static Stream<Vectors.Message> changedWhereNoSignatureReaches() {
        return Vectors.messages(ONLY_UNSIGNED_FIELDS_CHANGED.toArray(String[]::new));
    }

    static Stream<Vectors.Message> notInCanonicalForm() {
        return Vectors.messages("50", "51", "52", "53", "54", "55", "56");
    }

    static Stream<JsonNode> keyringVariants() {
        return stream(openfused("keyring/variants.json").get("variants"));
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void verifiedIsWhatIsAuthenticAndByAKnownKey(Vectors.Message message) {
        if (ONLY_UNSIGNED_FIELDS_CHANGED.contains(message.file().substring(0, 2))) {
            return;
        }
        boolean known = !message.truth().path("unknown_key").asBoolean(false);

        OpenedMessage opened = open(message);

        assertThat(opened.standing().verified()).isEqualTo(message.isAuthentic() && known);
        assertThat(opened.reason() == null).isEqualTo(opened.standing().verified());
        assertThat(opened.rejection() == null).isEqualTo(opened.standing().verified());
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void judgingWithoutDecryptingFindsTheSame(Vectors.Message message) {
        OpenedMessage opened = open(message);
        OpenedMessage judged = opener(Vectors.keyring("recipient")).judge(message.file(), message.content());

        assertThat(judged.standing()).isEqualTo(opened.standing());
        assertThat(judged.id()).isEqualTo(opened.id());
        assertThat(judged.from()).isEqualTo(opened.from());
        assertThat(judged.ciphertextDigest()).isEqualTo(opened.ciphertextDigest());
        assertThat(judged.text()).isEqualTo(opened.encrypted() ? OpenedMessage.CANNOT_DECRYPT : opened.text());
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void theTextIsWhatTheSenderWrote(Vectors.Message message) {
        String plaintext = message.plaintext();
        if (plaintext == null
                || message.file().startsWith("65")
                || message.file().startsWith("64")) {
            return;
        }
        boolean readable = message.truth().path("readable_by_recipient").asBoolean(true);

        OpenedMessage opened = open(message);

        assertThat(opened.text()).isEqualTo(readable ? plaintext : OpenedMessage.CANNOT_DECRYPT);
        assertThat(opened.readable()).isEqualTo(readable);
    }

    @ParameterizedTest
    @MethodSource("changedWhereNoSignatureReaches")
    void aFlagOrKeyThatNoSignatureCoversDoesNotChangeTheText(Vectors.Message message) {
        String original = message(message.file().startsWith("38") ? "01-encrypted.json" : "03-plain.json")
                .plaintext();

        assertThat(open(message).text()).isEqualTo(original);
    }

    @Test
    void aCopyWithAnotherFlagHasTheSameIdAsTheOriginal() {
        assertThat(Vectors.messages("01", "38").map(m -> open(m).id()).distinct())
                .as("01 and 38")
                .hasSize(1);
        assertThat(Vectors.messages("03", "39", "40", "41", "42")
                        .map(m -> open(m).id())
                        .distinct())
                .as("03 and 39-42")
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("notInCanonicalForm")
    void aKeyOrSignatureInAnotherSpellingIsRefusedAndClaimsNoId(Vectors.Message message) {
        OpenedMessage opened = open(message);

        assertThat(opened.standing()).isEqualTo(Standing.UNVERIFIED);
        assertThat(opened.id()).isNotEqualTo(open(message("03-plain.json")).id());
        assertThat(opened.fingerprint()).isNull();
    }

    @Test
    void theFirstLineOfTheTextCannotBeMovedIntoTheTimestamp() {
        OpenedMessage opened = open(Vectors.messages("37").findFirst().orElseThrow());

        assertThat(opened.standing().verified()).isFalse();
        assertThat(opened.rejection()).isEqualTo(MALFORMED);
    }

    @Test
    void anAliasInTheAddressIsShownUnderTheNameWeGaveIt() {
        OpenedMessage opened = open(Vectors.messages("21").findFirst().orElseThrow());

        assertThat(opened.standing().verified()).isTrue();
        assertThat(opened.from()).isEqualTo(Vectors.role("sender"));
    }

    @Test
    void verifiedMeansKnownAndTrustIsShownApart() {
        OpenedMessage known = open(Vectors.messages("16").findFirst().orElseThrow());
        OpenedMessage trusted = open(message("01-encrypted.json"));

        assertThat(known.badges()).containsExactly("VERIFIED", "ENCRYPTED");
        assertThat(trusted.badges()).containsExactly("VERIFIED", "TRUSTED", "ENCRYPTED");
    }

    @Test
    void aStrangersMailOpensButIsNotVerified() {
        OpenedMessage opened = open(message("18-stranger-encrypted.json"));

        assertThat(opened.readable()).isTrue();
        assertThat(opened.rejection()).isEqualTo(UNKNOWN_SENDER);
        assertThat(opened.fingerprint()).isEqualTo(Vectors.keys("stranger").fingerprint());
    }

    @Test
    void aNameInFrontOfItsLinesCannotForgeABadge() {
        OpenedMessage opened = open(message("64-from-injection.json"));

        assertThat(opened.from()).doesNotContain("\n").doesNotContain("\u001b");
        assertThat(ExternalMessage.wrap(opened).lines().filter(l -> l.startsWith("<external_message")))
                .hasSize(1);
    }

    @Test
    void anUnsignedNoteSaysWhoAndWhenByItsFileName() {
        OpenedMessage note = open(message("2025-11-02T08-15-30-000Z_alice.md"));

        assertThat(note.from()).isEqualTo("alice");
        assertThat(note.timestamp()).isEqualTo("2025-11-02T08-15-30-000Z");
        assertThat(note.badges()).containsExactly("UNVERIFIED");
        assertThat(open(message("70-note.md")).from()).isEqualTo("unknown");
        assertThat(open(message("78-x_double.md.json")).from()).isEqualTo("double");
    }

    @Test
    void aTamperedCiphertextIsABadSignature() {
        OpenedMessage opened = open(message("63-ciphertext-tampered.json"));

        assertThat(opened.rejection()).isEqualTo(BAD_SIGNATURE);
        assertThat(opened.text()).isEqualTo(OpenedMessage.CANNOT_DECRYPT);
    }

    @Test
    void aFileThatIsNotUtf8IsShownAsSuch() {
        OpenedMessage opened = opener(Vectors.keyring("recipient"))
                .open("not-utf8.json", Vectors.bytes(Vectors.folder("openfused").resolve("poison/not-utf8.json")));

        assertThat(opened.standing()).isEqualTo(Standing.UNVERIFIED);
        assertThat(opened.text()).contains("not UTF-8");
    }

    @ParameterizedTest
    @MethodSource("keyringVariants")
    void whoVouchesFollowsTheKeyring(JsonNode variant) {
        Keyring keyring = Vectors.keyring(variant.get("mesh"));
        variant.get("verified").fields().forEachRemaining(e -> {
            boolean saidTheOriginal = e.getValue().get("v0.3.23").asBoolean()
                    || e.getValue().get("core-0938c26").asBoolean();
            OpenedMessage opened =
                    opener(keyring).open(e.getKey(), message(e.getKey()).content());

            // in 0.3 and the compiled core verified meant a trusted key, in 0.5 and here a known one
            assertThat(opened.standing().trusted())
                    .as("%s: %s", variant.get("variant").asText(), e.getKey())
                    .isEqualTo(saidTheOriginal);
        });
    }

    @Test
    void theWrapperIsThatOfTheOriginalCore() {
        OpenedMessage opened = open(message("04-plain-unicode.json"));
        String original = message("04-plain-unicode.json")
                .expected()
                .at("/core-0938c26/read_inbox/0/wrappedContent")
                .asText();

        // the compiled core is older than the attributes trusted and subscribed and than the words of the status
        assertThat(ExternalMessage.wrap(opened)
                        .replace(" trusted=\"true\" subscribed=\"false\"", "")
                        .replace("\"VERIFIED TRUSTED\"", "\"verified\""))
                .isEqualTo(original);
    }

    @Test
    void theWrapperOfANoteIsThatOfTheOriginalCore() {
        for (String file : List.of("2025-11-02T08-15-30-000Z_alice.md", "78-x_double.md.json", "74-empty-file.json")) {
            assertThat(ExternalMessage.wrap(open(message(file))))
                    .isEqualTo(message(file)
                            .expected()
                            .at("/core-0938c26/read_inbox/0/wrappedContent")
                            .asText());
        }
    }

    @Test
    void whatIsNoMessageNeverThrows() {
        assertThat(opener(Vectors.keyring("recipient"))
                        .open("x", "[".repeat(100_000).getBytes(UTF_8))
                        .standing())
                .isEqualTo(Standing.UNVERIFIED);
    }

    private static OpenedMessage open(Vectors.Message message) {
        return opener(Vectors.keyring("recipient")).open(message.file(), message.content());
    }

    private static MessageOpener opener(Keyring keyring) {
        return new MessageOpener(new MessageVerifier(SignatureEngine.best()), keyring, Vectors.keys("recipient"));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return java.util.stream.StreamSupport.stream(array.spliterator(), false);
    }
}
