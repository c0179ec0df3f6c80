package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.message.RejectedMessageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the {@code age} command of the system, an implementation that is not ours. */
class AgeCommandTest {
    private final SignatureEngine engine = SignatureEngine.best();
    private final AgentKeys bob = AgentKeys.generate();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000})
    void theAgeCommandOpensWhatIsSealedHere(int length) throws Exception {
        String text = "é".repeat(length / 2) + "x".repeat(length % 2);
        String sealed = new MessageSealer(engine, Clock.systemUTC())
                .seal("alice", AgentKeys.generate(), requireNonNull(bob.encryptionKey()), text)
                .message();
        Path identity = Files.writeString(
                folder.resolve("identity"), bob.ageIdentities().get(0));
        Path ageFile =
                Files.write(folder.resolve("message.age"), Base64.getDecoder().decode(sealed));

        assertThat(age("--decrypt", "--identity", identity.toString(), ageFile.toString()))
                .isEqualTo(text);
    }

    @Test
    void whatTheAgeCommandSealsOpensHere() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "from the age command");
        Path ageFile = folder.resolve("message.age");
        age("--recipient", requireNonNull(bob.encryptionKey()), "--output", ageFile.toString(), text.toString());

        assertThat(open(Base64.getEncoder().encodeToString(Files.readAllBytes(ageFile))))
                .isEqualTo("from the age command");
    }

    private String open(String message) throws RejectedMessageException {
        return new String(
                new MessageDecryptor(engine, bob)
                        .decrypt(SealedText.in(message).orElseThrow())
                        .plaintext(),
                UTF_8);
    }

    private static String age(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("age"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort("SKIPPED: there is no age command on this machine");
            return "";
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
