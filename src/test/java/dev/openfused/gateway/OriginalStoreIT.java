package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that the original client made is served, listed and answered by ours. */
class OriginalStoreIT {
    @TempDir
    Path folder;

    @Test
    void aStoreOfTheOriginalIsServedListedAndAnswered() throws Exception {
        Path bob = copyOfStore("recipient");
        Vectors.Message received = Vectors.messages().stream()
                .filter(m -> m.file().startsWith("01-"))
                .findFirst()
                .orElseThrow();
        Files.createDirectories(bob.resolve("inbox"));
        Files.write(bob.resolve("inbox").resolve(received.file()), received.content());
        byte[] meshBefore = Files.readAllBytes(bob.resolve(".mesh.json"));

        Path settings = GatewayProcess.settings(folder.resolve("application.properties"), Map.of());
        try (GatewayProcess process = GatewayProcess.serve(bob, settings)) {
            JsonNode config = json(process.get("/config").body());
            assertThat(config.path("name").asText()).isEqualTo(Vectors.role("recipient"));
            assertThat(config.path("publicKey").asText()).isEqualTo(Files.readString(bob.resolve(".keys/public.key")));

            JsonNode listed = json(run("inbox", "list", "--json", "--no-sync", "-d", bob.toString()));
            assertThat(listed).hasSize(1);
            assertThat(listed.get(0).path("from").asText()).isEqualTo(Vectors.role("sender"));
            assertThat(listed.get(0).path("verified").asBoolean()).isTrue();
            assertThat(listed.get(0).path("content").asText()).isEqualTo(received.plaintext());

            run("send", Vectors.role("sender"), "an answer from ours: ü", "-d", bob.toString());
        }
        assertThat(Files.readAllBytes(bob.resolve(".mesh.json"))).isEqualTo(meshBefore);
        Path answer = theOnlyFileOfOutbox(bob);
        SignedMessage signed = MessageJson.read(Files.readAllBytes(answer));
        assertThat(verifiedByTheJdk(signed)).isTrue();
        assertThat(openedByAge(signed, Vectors.store("sender").resolve(".keys/age.key")))
                .isEqualTo("an answer from ours: ü");
    }

    @Test
    void privateKeysOfTheOriginalAreTightenedAndItIsSaid() throws Exception {
        Path bob = copyOfStore("recipient");
        Files.setPosixFilePermissions(
                bob.resolve(".keys/private.key"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        Path settings = GatewayProcess.settings(folder.resolve("application.properties"), Map.of());
        try (GatewayProcess process = GatewayProcess.serve(bob, settings)) {
            assertThat(Files.getPosixFilePermissions(bob.resolve(".keys/private.key")))
                    .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
            assertThat(process.output()).anyMatch(line -> line.contains("private.key"));
        }
    }

    private Path copyOfStore(String role) throws IOException {
        Path from = Vectors.store(role);
        Path to = folder.resolve(role);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
        return to;
    }

    private static Path theOnlyFileOfOutbox(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store.resolve("outbox"))) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> f.toString().endsWith(".json"))
                    .reduce((a, b) -> {
                        throw new AssertionError("more than one: " + a + ", " + b);
                    })
                    .orElseThrow();
        }
    }

    private static String run(String... arguments) throws Exception {
        GatewayProcess.Result result = GatewayProcess.run(arguments);
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    /** RFC 8032 by the JDK, which our code does not use. */
    private static boolean verifiedByTheJdk(SignedMessage signed) throws Exception {
        byte[] littleEndian = HexFormat.of().parseHex(signed.publicKey());
        boolean odd = (littleEndian[31] & 0x80) != 0;
        byte[] y = new byte[32];
        for (int i = 0; i < 32; i++) {
            y[i] = littleEndian[31 - i];
        }
        y[0] &= 0x7f;
        PublicKey key = KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y))));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(signed.signedBytes());
        return verifier.verify(Base64.getDecoder().decode(signed.signature()));
    }

    /** By Debian's age, where it is installed. */
    private String openedByAge(SignedMessage signed, Path identity) throws Exception {
        Path sealed =
                Files.write(folder.resolve("sealed.age"), Base64.getDecoder().decode(signed.message()));
        Path out = folder.resolve("opened.txt");
        Process age;
        try {
            age = new ProcessBuilder("age", "-d", "-i", identity.toString(), "-o", out.toString(), sealed.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException absent) {
            assumeThat(false).as("age is not installed: apt-get install age").isTrue();
            return "";
        }
        assertThat(age.waitFor(45, TimeUnit.SECONDS)).isTrue();
        assertThat(age.exitValue())
                .as(new String(age.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
        return Files.readString(out);
    }
}
