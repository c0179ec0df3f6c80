package dev.openfused.gateway.cli;

import dev.openfused.gateway.sync.SyncProgress;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One line at the foot of a terminal, drawn anew a few times a second at most; nothing where there is no terminal. Safe for
 * many threads.
 */
final class ProgressBar implements SyncProgress, AutoCloseable {
    private static final String TO_START_AND_CLEAR = "\r\u001b[K";
    private static final long PAUSE_NANOS = 100_000_000;
    private static final int BAR = 20;

    /** A line that breaks can't be drawn over; terminals have at least 80 columns. */
    private static final int LONGEST = 79;

    /** What one more file or message costs whatever its size, in bytes that could have come meanwhile. */
    private static final long EACH = 4096;

    private final Console console;
    private final int peers;
    private final LongSupplier nanoTime;
    private final Count files = new Count();
    private final Count mail = new Count();
    private final Count sent = new Count();
    private int ended;
    private @Nullable Long drawn;

    private static final class Count {
        private int expected;
        private int moved;
        private long expectedBytes;
        private long movedBytes;
    }

    ProgressBar(Console console, int peers, LongSupplier nanoTime) {
        this.console = console;
        this.peers = peers;
        this.nanoTime = nanoTime;
    }

    /** Shows that something goes on: a peer may take a while to say its first word. */
    synchronized void begin() {
        draw();
    }

    @Override
    public synchronized void expected(Kind kind, int count, long bytes) {
        of(kind).expected += count;
        of(kind).expectedBytes += bytes;
        draw();
    }

    @Override
    public synchronized void moved(Kind kind, long bytes) {
        of(kind).moved++;
        of(kind).movedBytes += bytes;
        draw();
    }

    /** The exchange with one peer is over. */
    synchronized void peerEnded() {
        ended++;
        draw();
    }

    /** Clears the line. */
    @Override
    public synchronized void close() {
        if (drawn != null) {
            print("");
        }
    }

    private Count of(Kind kind) {
        return switch (kind) {
            case FILES -> files;
            case MAIL -> mail;
            case SENT -> sent;
        };
    }

    private void draw() {
        long now = nanoTime.getAsLong();
        if (console.colour() && !console.quiet() && (drawn == null || now - drawn >= PAUSE_NANOS)) {
            drawn = now;
            String line = line();
            print(line.substring(0, Math.min(line.length(), LONGEST)));
        }
    }

    private void print(String line) {
        console.err().print(TO_START_AND_CLEAR + line);
        console.err().flush();
    }

    private String line() {
        StringJoiner line = new StringJoiner("  ");
        line.add(bar());
        if (files.expected > 0) {
            line.add(files.moved + "/" + files.expected + " files " + mebibytes(files.movedBytes) + "/"
                    + mebibytes(files.expectedBytes) + " MiB");
        }
        if (sent.expected > 0) {
            line.add(sent.moved + "/" + sent.expected + " sent " + mebibytes(sent.movedBytes) + " MiB");
        }
        if (mail.moved > 0) {
            line.add(mail.moved + " received " + mebibytes(mail.movedBytes) + " MiB");
        }
        return line.add(ended + "/" + peers + " peers").toString();
    }

    private String bar() {
        long all = 0;
        long done = 0;
        for (Count count : List.of(files, mail, sent)) {
            all += EACH * count.expected + count.expectedBytes;
            done += EACH * count.moved + Math.min(count.movedBytes, count.expectedBytes);
        }
        double share = all == 0 ? (double) ended / peers : Math.min(1, (double) done / all);
        int full = (int) (BAR * share);
        return String.format(
                Locale.ROOT, "[%s%s] %3d%%", "#".repeat(full), "-".repeat(BAR - full), (int) (100 * share));
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / (double) (1 << 20));
    }
}
