package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code openfuse} as the process that people and scripts start. */
class CommandProcessIT {
    private record Outcome(int status, String out, String err) {}

    @TempDir
    Path directory;

    @Test
    void statusesAndStreamsAreWhatScriptsRelyOn() throws Exception {
        assertThat(run("", "init", "-n", "alice", "-d", "alice").status()).isEqualTo(ExitStatus.DONE);

        Outcome refused = run("", "send", "nobody", "hello", "-d", "alice");
        assertThat(refused.status()).isEqualTo(ExitStatus.REFUSED);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).startsWith("openfuse: error: nobody in the keyring is 'nobody'");

        Outcome mistaken = run("", "status", "--frobnicate");
        assertThat(mistaken.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(mistaken.out()).isEmpty();
        assertThat(mistaken.err().lines()).hasSize(2).allMatch(line -> line.startsWith("openfuse: "));
    }

    @Test
    void whateverTheLocaleTextGoesThroughPipesAsItIs() throws Exception {
        run("", "init", "-n", "alice", "-d", "alice");
        run("", "init", "-n", "bob", "-d", "bob");
        Store alice = Store.open(directory.resolve("alice"));
        MessageSealer sealer = new MessageSealer(SignatureEngine.best(), Clock.systemUTC());
        for (int i = 0; i < 600; i++) {
            SignedMessage signed = sealer.sign("alice", alice.keys(), i + " " + "x".repeat(100_000));
            Files.write(directory.resolve("bob/inbox/" + i + ".json"), MessageJson.write(signed));
        }

        Outcome listed = run(
                "",
                Map.of("OPENFUSE_JAVA_OPTS", "-Xmx30m"),
                "inbox",
                "list",
                "--all",
                "--no-sync",
                "--json",
                "-d",
                "bob");

        assertThat(listed.status()).as(listed.err()).isZero();
        assertThat(listed.out().split("\"content\": ", -1)).hasSize(601);
    }

    @Test
    void aShortCommandLoadsNoCamelNoDatabaseAndNoLogging() throws Exception {
        run("", "init", "-n", "alice", "-d", "alice");
        Path classes = directory.resolve("classes.txt");

        Outcome listed = run(
                "",
                Map.of("OPENFUSE_JAVA_OPTS", "-Xshare:off -Xlog:class+load:file=" + classes),
                "inbox",
                "list",
                "-d",
                "alice");

        assertThat(listed.status()).as(listed.err()).isZero();
        assertThat(Files.readString(classes))
                .contains("dev.openfused.gateway.cli.InboxListCommand")
                .doesNotContain("org.apache.camel", "org.sqlite", "org.apache.logging", "io.vertx")
                .doesNotContain("jackson.databind.ObjectMapper", "jackson.databind.deser", "jackson.databind.ser.")
                .doesNotContain("dev.openfused.gateway.cli.KeyListCommand");
    }

    private Outcome run(String input, String... arguments) throws IOException, InterruptedException {
        return run(input, Map.of(), arguments);
    }

    private Outcome run(String input, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("distribution", "target/openfused-gateway"), "openfuse")
                .toAbsolutePath()
                .toString());
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(new HashMap<>(environment));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
