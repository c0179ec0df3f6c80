package dev.openfused.gateway.crypto;

import static dev.openfused.gateway.Vectors.folder;
import static dev.openfused.gateway.Vectors.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.Vectors;
import dev.openfused.gateway.message.RejectedMessageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.InflaterInputStream;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;

/** What every engine must do alike, by other people's vectors: Wycheproof, CCTV, and the JDK as independent witness. */
interface SignatureEngineContract {
    /** Flags of CCTV whose entries the strict rule refuses. */
    Set<String> REFUSED_EDGES =
            Set.of("non_canonical_A", "non_canonical_R", "low_order_A", "low_order_R", "low_order_residue");

    SignatureEngine engine();

    @Test
    default void signaturesOfWycheproofAreJudgedRight() {
        List<Integer> wrong = new ArrayList<>();
        for (JsonNode group :
                json(folder("wycheproof").resolve("ed25519_test.json")).get("testGroups")) {
            byte[] key = hex(group.at("/publicKey/pk"));
            for (JsonNode test : group.get("tests")) {
                boolean verified = engine().verify(key, hex(test.get("msg")), hex(test.get("sig")));
                if (verified != test.get("result").asText().equals("valid")) {
                    wrong.add(test.get("tcId").asInt());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    default void edgesOfTheCurveAreRefusedByTheStrictRule() {
        int accepted = 0;
        for (JsonNode test : json(folder("cctv-ed25519").resolve("ed25519vectors.json"))) {
            boolean edge = false;
            for (JsonNode flag : test.get("flags")) {
                edge |= REFUSED_EDGES.contains(flag.asText());
            }
            boolean verified = engine().verify(
                            hex(test.get("key")), test.get("msg").asText().getBytes(UTF_8), hex(test.get("sig")));
            assertThat(verified).as("number %s", test.get("number")).isEqualTo(!edge);
            accepted += verified ? 1 : 0;
        }
        assertThat(accepted).as("what verify_strict of ed25519-dalek accepts").isEqualTo(43);
    }

    @Test
    default void sharedSecretsOfWycheproofComeOutRight() throws GeneralSecurityException {
        int refused = 0;
        for (JsonNode test :
                json(folder("wycheproof").resolve("x25519_test.json")).at("/testGroups/0/tests")) {
            boolean allZero = test.get("flags").toString().contains("ZeroSharedSecret");
            try {
                byte[] secret = sharedSecret(hex(test.get("private")), hex(test.get("public")));
                assertThat(allZero)
                        .as("tcId %s shares nothing", test.get("tcId"))
                        .isFalse();
                assertThat(secret).as("tcId %s", test.get("tcId")).isEqualTo(hex(test.get("shared")));
            } catch (GeneralSecurityException | IllegalStateException e) {
                assertThat(test.get("result").asText())
                        .as("tcId %s refused: %s", test.get("tcId"), e)
                        .isEqualTo("acceptable");
                refused++;
            }
        }
        assertThat(refused).isEqualTo(31);
    }

    @Test
    default void ageFilesOfCctvOpenOrFailAsTheyShould() throws IOException {
        Path folder = folder("age");
        int seen = 0;
        for (String row :
                Vectors.text(folder.resolve("index.tsv")).lines().skip(1).toList()) {
            String[] column = row.split("\t", -1);
            if (!column[2].equals("core")
                    && !column[0].equals("scrypt_and_x25519")
                    && !column[0].equals("hybrid_x25519_arg")) {
                continue;
            }
            seen++;
            AgeVector vector = AgeVector.read(folder.resolve("testdata").resolve(column[0]));
            try {
                byte[] plaintext = vector.open(engine());
                assertThat(vector.expect).as("%s opened", column[0]).isEqualTo("success");
                assertThat(Digests.sha256Hex(plaintext)).as(column[0]).isEqualTo(vector.payload);
            } catch (RejectedMessageException e) {
                if (vector.expect.equals("success")) {
                    fail("%s did not open: %s".formatted(column[0], e.getCause()), e);
                }
            }
        }
        assertThat(seen).isGreaterThan(2);
    }

    @Test
    default void aMessageOpensAgainAndAgainAlsoWithARetiredIdentity() throws RejectedMessageException {
        AgentKeys before = AgentKeys.generate();
        AgentKeys now = AgentKeys.of(
                before.seedHex(),
                List.of(
                        AgentKeys.generate().ageIdentities().get(0),
                        before.ageIdentities().get(0)));
        String message = new MessageSealer(engine(), Clock.systemUTC())
                .encrypt(AgentKeys.generate(), requireNonNull(before.encryptionKey()), "meet at nine");
        MessageDecryptor decryptor = new MessageDecryptor(engine(), now);

        for (int i = 0; i < 3; i++) {
            assertThat(decryptor.decrypt(SealedText.in(message).orElseThrow()).plaintext())
                    .isEqualTo("meet at nine".getBytes(UTF_8));
        }
    }

    @Test
    default void theJdkVerifiesWhatTheEngineSigns() throws GeneralSecurityException {
        byte[] seed = RandomIds.bytes(32);
        byte[] data = RandomIds.bytes(1000);

        Signature jdk = Signature.getInstance("Ed25519", "SunEC");
        jdk.initVerify(KeyFactory.getInstance("Ed25519", "SunEC")
                .generatePublic(new X509EncodedKeySpec(concat("302a300506032b6570032100", engine().publicKey(seed)))));
        jdk.update(data);

        assertThat(jdk.verify(engine().sign(seed, data))).isTrue();
    }

    @Test
    default void theEngineVerifiesWhatTheJdkSigns() throws GeneralSecurityException {
        byte[] seed = RandomIds.bytes(32);
        byte[] data = RandomIds.bytes(1000);

        Signature jdk = Signature.getInstance("Ed25519", "SunEC");
        jdk.initSign(KeyFactory.getInstance("Ed25519", "SunEC")
                .generatePrivate(new PKCS8EncodedKeySpec(concat("302e020100300506032b657004220420", seed))));
        jdk.update(data);

        assertThat(engine().verify(engine().publicKey(seed), data, jdk.sign())).isTrue();
    }

    @Test
    default void publicKeysAreThoseOfTheBaseline() {
        SignatureEngine baseline = new BouncyCastleEngine();
        for (int i = 0; i < 20; i++) {
            byte[] secret = RandomIds.bytes(32);

            assertThat(engine().publicKey(secret)).isEqualTo(baseline.publicKey(secret));
            assertThat(engine().agreementKey(secret)).isEqualTo(baseline.agreementKey(secret));
        }
    }

    @Test
    default void aSignatureOfAnotherLengthIsRefused() {
        byte[] seed = RandomIds.bytes(32);
        byte[] data = {1};
        byte[] signature = engine().sign(seed, data);

        for (int length : new int[] {0, 32, 63, 65, 128}) {
            assertThat(engine().verify(engine().publicKey(seed), data, Arrays.copyOf(signature, length)))
                    .as("%d bytes", length)
                    .isFalse();
        }
        assertThat(engine().verify(new byte[31], data, signature)).isFalse();
        assertThat(engine().verify(engine().publicKey(seed), data, signature)).isTrue();
    }

    private byte[] sharedSecret(byte[] ours, byte[] theirs) throws GeneralSecurityException {
        Provider provider = engine().provider();
        KeyFactory keys = provider == null ? KeyFactory.getInstance("XDH") : KeyFactory.getInstance("XDH", provider);
        PrivateKey own =
                keys.generatePrivate(new PKCS8EncodedKeySpec(concat("302e020100300506032b656e04220420", ours)));
        PublicKey other = keys.generatePublic(new X509EncodedKeySpec(concat("302a300506032b656e032100", theirs)));
        KeyAgreement agreement =
                provider == null ? KeyAgreement.getInstance("X25519") : KeyAgreement.getInstance("X25519", provider);
        agreement.init(own);
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }

    private static byte[] hex(JsonNode text) {
        return HexFormat.of().parseHex(text.asText());
    }

    private static byte[] concat(String prefix, byte[] raw) {
        return HexFormat.of().parseHex(prefix + HexFormat.of().formatHex(raw));
    }

    /** A file of CCTV's age test kit: {@code key: value} lines, an empty line, the age file. */
    record AgeVector(String expect, String payload, Set<String> identities, byte[] ageFile) {
        static AgeVector read(Path file) throws IOException {
            byte[] all = Vectors.bytes(file);
            String expect = "";
            String payload = "";
            boolean compressed = false;
            Set<String> identities = new TreeSet<>();
            int start = 0;
            while (true) {
                int end = start;
                while (all[end] != '\n') {
                    end++;
                }
                String line = new String(all, start, end - start, UTF_8);
                start = end + 1;
                if (line.isEmpty()) {
                    break;
                }
                String value = line.substring(line.indexOf(": ") + 2);
                switch (line.substring(0, line.indexOf(": "))) {
                    case "expect" -> expect = value;
                    case "payload" -> payload = value;
                    case "identity" -> identities.add(value);
                    case "compressed" -> compressed = true;
                    default -> {}
                }
            }
            byte[] body = Arrays.copyOfRange(all, start, all.length);
            return new AgeVector(expect, payload, identities, compressed ? inflate(body) : body);
        }

        byte[] open(SignatureEngine engine) throws RejectedMessageException {
            List<String> x25519 = identities.stream()
                    .filter(i -> !i.startsWith("AGE-SECRET-KEY-PQ-"))
                    .toList();
            SealedText sealed = SealedText.in(Base64.getEncoder().encodeToString(ageFile))
                    .orElseThrow(() -> new RejectedMessageException(
                            RejectedMessageException.Reason.CANNOT_DECRYPT, "not an age file"));
            return new MessageDecryptor(engine, AgentKeys.of("00".repeat(32), x25519))
                    .decrypt(sealed)
                    .plaintext();
        }

        private static byte[] inflate(byte[] body) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new InflaterInputStream(new ByteArrayInputStream(body)).transferTo(out);
            return out.toByteArray();
        }
    }
}
