package dev.openfused.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code openfuse serve} as a process of its own, on a free port, with its log in a file. */
final class ServeProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on (http://[^ ]+)");
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;
    private final CompletableFuture<String> url = new CompletableFuture<>();

    private ServeProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param launcher how {@code openfuse} is started
     * @param store the store's directory
     * @param settings its settings
     * @param log where its log goes
     */
    static ServeProcess start(List<String> launcher, Path store, Path settings, Path log) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of("serve", "--store", store.toString(), "--config", settings.toString(), "--port", "0"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("OPENFUSE_") && !name.equals("OPENFUSE_JAVA_OPTS"));
        ServeProcess serve = new ServeProcess(builder.start(), log);
        Thread reader = new Thread(serve::read, "demo-log");
        reader.setDaemon(true);
        reader.start();
        return serve;
    }

    /**
     * Where it listens, once it does.
     *
     * @param patience how long to wait for it
     */
    String url(Duration patience) throws StepFailedException, InterruptedException {
        try {
            return url.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StepFailedException("the process listens; its log is " + log);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(UTF_8);
                PrintWriter file = new PrintWriter(Files.newBufferedWriter(log))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                file.println(line);
                file.flush();
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    url.complete(listening.group(1));
                }
            }
        } catch (IOException e) {
            url.completeExceptionally(e);
        }
        url.completeExceptionally(new IOException("it ended"));
    }

    /** Asks it to end, without waiting. */
    void end() {
        process.destroy();
    }

    @Override
    public void close() {
        end();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
