package dev.openfused.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process takes of the machine, as Linux accounts for it. */
final class ProcessUse {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final double QUIET = 3;

    private final long pid;

    ProcessUse(long pid) {
        this.pid = pid;
    }

    /** Processor time since it started, of all its threads. */
    Duration cpu() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended, or hides its use"));
    }

    /** Processor time over a while, in hundredths of a core. */
    double percentOver(Duration time) throws InterruptedException {
        Duration before = cpu();
        long start = System.nanoTime();
        new Pace(time).await();
        return cpu().minus(before).toNanos() * 100.0 / (System.nanoTime() - start);
    }

    /** Waits until it has nothing to do any more. */
    void awaitQuiet(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (percentOver(LOOK_EVERY) > QUIET) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the process is still busy after " + longest);
            }
        }
    }

    /** Its resident memory. */
    double mebibytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        }
    }
}
