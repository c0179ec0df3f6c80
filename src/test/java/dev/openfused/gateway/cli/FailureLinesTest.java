package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong, people read one line on standard error and programs read the status. */
class FailureLinesTest {
    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void aFaultOfTheProgramIsOneLineWithoutAStackTrace() {
        int status = serveThat(options -> {
            throw new IllegalStateException("it\nbroke \u001b[31m");
        });

        assertThat(status).isEqualTo(ExitStatus.REFUSED);
        assertThat(err.toString()).isEqualTo("openfuse: error: IllegalStateException: it broke \\u{1b}[31m\n");
    }

    @Test
    void aFaultWithoutATextStillSaysWhatKindItIs() {
        serveThat(options -> {
            throw new IOException();
        });

        assertThat(err.toString()).isEqualTo("openfuse: error: IOException: no reason was given\n");
    }

    @Test
    void aHintFollowsTheError() {
        serveThat(options -> {
            throw CommandFailedException.refused("the port is taken", "choose another with --port");
        });

        assertThat(err.toString())
                .isEqualTo("openfuse: error: the port is taken\nopenfuse: hint: choose another with --port\n");
    }

    @Test
    void whatServeEndsWithIsTheStatus() {
        assertThat(serveThat(options -> 143)).isEqualTo(143);
    }

    private int serveThat(ServeRunner serve) {
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                Map.of(),
                directory,
                false);
        Wiring wiring = new Wiring(
                serve,
                out -> ExitStatus.DONE,
                (store, config) -> {
                    throw new IOException("no queue");
                },
                (store, settings) -> {
                    throw new IllegalStateException("no ways");
                },
                (address, settings) -> {
                    throw new IllegalStateException("no registry");
                },
                (address, token, settings) -> {
                    throw new IllegalStateException("no tasks");
                },
                (settings, host, remotePort, localPort, told) -> {
                    throw new IOException("no tunnel");
                },
                config -> {
                    throw new IOException("no settings");
                },
                (config, bridge) -> {
                    throw new IOException("no trial");
                },
                Clock.systemUTC());
        return new Openfuse(console, wiring).run("serve");
    }
}
