package dev.openfused.gateway.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param cores as this process may use them
 * @param processor its model
 * @param memoryGib in units of 1,073,741,824 bytes
 * @param fileSystem of the folder that stores are made in
 * @param jdk version and vendor
 * @param commit what was packaged
 * @param loadBefore how many threads wanted a core before anything was started; over the number of cores the figures are
 *     too low
 */
record Machine(
        int cores, String processor, long memoryGib, String fileSystem, String jdk, String commit, double loadBefore) {

    static Machine here(Path folder) throws IOException, InterruptedException {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new Machine(
                system.getAvailableProcessors(),
                processorModel(),
                Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
                Files.getFileStore(folder).type(),
                Runtime.version() + ", " + System.getProperty("java.vendor"),
                commitHere(),
                system.getSystemLoadAverage());
    }

    List<String> lines() {
        return List.of(
                "machine: %d cores, %s, %d GiB of memory, stores on %s"
                        .formatted(cores, processor, memoryGib, fileSystem),
                "JDK: " + jdk,
                "commit: " + commit,
                String.format(Locale.ROOT, "load average before: %.1f", loadBefore));
    }

    private static String processorModel() throws IOException {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpuinfo)) {
            return System.getProperty("os.arch", "unknown");
        }
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch", "unknown"));
        }
    }

    private static String commitHere() throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? answer : "unknown";
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
    }
}
