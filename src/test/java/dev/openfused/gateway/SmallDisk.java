package dev.openfused.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A disk of a few megabytes that a test fills and frees: a mount of its own, in memory. */
public final class SmallDisk implements AutoCloseable {
    private static final String BALLAST = "ballast";
    private static final int PORTION = 1 << 16;

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /**
     * Mounts one; the test is skipped, and says why, where nobody may.
     *
     * @param root where, made if absent
     * @param megabytes how large it is
     */
    public static SmallDisk mount(Path root, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(root);
        boolean mounted = Files.isExecutable(Path.of("/bin/mount"))
                && run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", root.toString());
        Assumptions.assumeTrue(mounted, "SKIPPED: no disk can be mounted here; run the tests as root");
        return new SmallDisk(root);
    }

    /** Where it is. */
    public Path root() {
        return root;
    }

    /**
     * Takes all of its space but a little.
     *
     * @param room what is left, in bytes
     */
    public void fill(int room) throws IOException {
        try (FileChannel ballast = FileChannel.open(
                root.resolve(BALLAST),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            for (int size = PORTION; size > 0; ) {
                try {
                    ballast.write(ByteBuffer.allocate(size));
                } catch (IOException e) {
                    size /= 2; // full for this much
                }
            }
            ballast.truncate(ballast.size() - room);
        }
    }

    /** Gives the space back. */
    public void free() throws IOException {
        Files.delete(root.resolve(BALLAST));
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", "--lazy", root.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
