package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.sync.SyncProgress.Kind;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final long MIB = 1 << 20;

    private final StringWriter err = new StringWriter();
    private long now;

    private ProgressBar bar(int peers, boolean terminal) {
        Console console = new Console(
                InputStream.nullInputStream(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                Map.of(),
                Path.of(""),
                terminal);
        return new ProgressBar(console, peers, () -> now);
    }

    private void aWhileLater() {
        now += Duration.ofSeconds(1).toNanos();
    }

    private List<String> drawn() {
        return List.of(err.toString().split("\r\u001b\\[K", -1))
                .subList(1, err.toString().split("\r", -1).length);
    }

    private String lastDrawn() {
        return drawn().get(drawn().size() - 1);
    }

    @Test
    void itIsThereBeforeAPeerAnswers() {
        bar(2, true).begin();

        assertThat(lastDrawn()).isEqualTo("[--------------------]   0%  0/2 peers");
    }

    @Test
    void filesAreCountedAndWeighed() {
        ProgressBar bar = bar(2, true);
        bar.expected(Kind.FILES, 3, 40 * MIB);
        aWhileLater();
        bar.moved(Kind.FILES, 10 * MIB);

        assertThat(lastDrawn()).isEqualTo("[#####---------------]  25%  1/3 files 10.0/40.0 MiB  0/2 peers");
    }

    @Test
    void mailThatGoesIsCounted() {
        ProgressBar bar = bar(1, true);
        bar.expected(Kind.SENT, 10, 0);
        aWhileLater();
        bar.moved(Kind.SENT, MIB / 2);

        assertThat(lastDrawn()).isEqualTo("[##------------------]  10%  1/10 sent 0.5 MiB  0/1 peers");
    }

    @Test
    void mailThatComesIsCounted() {
        ProgressBar bar = bar(1, true);
        bar.expected(Kind.MAIL, 2, 3 * MIB);
        aWhileLater();
        bar.moved(Kind.MAIL, 2 * MIB);

        assertThat(lastDrawn()).isEqualTo("[#############-------]  66%  1 received 2.0 MiB  0/1 peers");
    }

    @Test
    void itIsDrawnAFewTimesASecondAtMost() {
        ProgressBar bar = bar(1, true);
        bar.expected(Kind.SENT, 1_000, 0);
        for (int i = 0; i < 1_000; i++) {
            bar.moved(Kind.SENT, 100);
        }

        assertThat(drawn()).hasSize(1);
    }

    @Test
    void itFitsATerminalAndIsClearedAtTheEnd() {
        ProgressBar bar = bar(1_000, true);
        bar.expected(Kind.FILES, 100_000, 100_000 * MIB);
        bar.expected(Kind.SENT, 100_000, 0);
        aWhileLater();
        bar.expected(Kind.MAIL, 100_000, 100_000 * MIB);

        assertThat(lastDrawn()).hasSizeLessThan(80);

        bar.close();

        assertThat(err.toString()).endsWith("\r\u001b[K");
    }

    @Test
    void withoutATerminalNothingIsDrawn() {
        try (ProgressBar bar = bar(1, false)) {
            bar.expected(Kind.FILES, 1, MIB);
            bar.moved(Kind.FILES, MIB);
            bar.peerEnded();
        }

        assertThat(err.toString()).isEmpty();
    }
}
