package dev.openfused.gateway.bench;

import java.io.BufferedReader;
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

    /** What its heap holds that is still needed: the JVM collects garbage to say so. */
    double liveHeapMebibytes() throws IOException, InterruptedException {
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .start();
        try (BufferedReader lines = histogram.inputReader()) {
            double bytes = lines.lines()
                    .filter(line -> line.startsWith("Total"))
                    .mapToDouble(line -> Double.parseDouble(line.strip().split("\\s+")[2]))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the JVM of process " + pid + " does not say"));
            histogram.waitFor();
            return bytes / (1 << 20);
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
