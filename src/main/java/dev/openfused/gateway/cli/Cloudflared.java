package dev.openfused.gateway.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cloudflare's program for quick tunnels, if it is installed: it gives a port here a public address, and says which. */
final class Cloudflared implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("https://[a-z0-9-]+\\.trycloudflare\\.com");

    private final Process process;

    private Cloudflared(Process process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param path folders to look in, as of {@code PATH}
     * @param port ours
     * @param told lines for people
     * @return to be closed
     * @throws CommandFailedException if it is not installed
     * @throws IOException if it can't be started
     */
    static Cloudflared start(String path, int port, Consumer<String> told) throws CommandFailedException, IOException {
        Path program = find(path)
                .orElseThrow(() -> CommandFailedException.refused(
                        "cloudflared is not installed, or not in PATH", "Cloudflare has it for download"));
        Process process = new ProcessBuilder(program.toString(), "tunnel", "--url", "http://127.0.0.1:" + port)
                .redirectErrorStream(true)
                .start();
        Thread reader = new Thread(() -> read(process, told), "cloudflared");
        reader.setDaemon(true);
        reader.start();
        return new Cloudflared(process);
    }

    private static Optional<Path> find(String path) {
        for (String folder : path.split(File.pathSeparator)) {
            Path program = Path.of(folder).resolve("cloudflared");
            if (!folder.isEmpty() && Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    private static void read(Process process, Consumer<String> told) {
        String address = "";
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher found = ADDRESS.matcher(line);
                if (found.find() && !found.group().equals(address)) {
                    address = found.group();
                    told.accept("Your public URL: " + address);
                }
            }
            told.accept("it ended with status " + process.waitFor());
        } catch (IOException e) {
            told.accept("it is not heard of any more: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
