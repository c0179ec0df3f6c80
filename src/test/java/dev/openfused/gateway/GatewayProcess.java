package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged gateway as a process of its own, as an operator runs it. */
public final class GatewayProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on (http://[^ ]+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> address = new CompletableFuture<>();

    private GatewayProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "gateway-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code serve} on a free port and waits until it listens. */
    public static GatewayProcess serve(Path store, Path settings) throws IOException {
        return listening(command(serveArguments(store, settings)));
    }

    /** The same for a life of seconds: it is compiled quickly, as compiling well takes longer than it lives. */
    public static GatewayProcess serveBriefly(Path store, Path settings) throws IOException {
        return serve(store, settings, "-XX:TieredStopAtLevel=1");
    }

    /** The same with an operator's options for the JVM. */
    public static GatewayProcess serve(Path store, Path settings, String options) throws IOException {
        ProcessBuilder builder = command(serveArguments(store, settings));
        builder.environment().put("OPENFUSE_JAVA_OPTS", options);
        return listening(builder);
    }

    private static String[] serveArguments(Path store, Path settings) {
        return new String[] {"serve", "--store", store.toString(), "--config", settings.toString(), "--port", "0"};
    }

    private static GatewayProcess listening(ProcessBuilder builder) throws IOException {
        GatewayProcess gateway =
                new GatewayProcess(builder.redirectErrorStream(true).start());
        gateway.url();
        return gateway;
    }

    /** Starts any command and waits for nothing. */
    public static GatewayProcess start(String... arguments) throws IOException {
        return new GatewayProcess(command(arguments).redirectErrorStream(true).start());
    }

    /** A finished command. */
    public record Result(int status, String out, String err) {}

    /** Runs a command to its end. */
    public static Result run(String... arguments) throws IOException, InterruptedException {
        return run(command(arguments));
    }

    /** The same where no file can grow beyond a size in bytes, as on a disk that is full by then. */
    public static Result runWithFilesUpTo(int size, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = command(arguments);
        List<String> limited =
                new ArrayList<>(List.of("bash", "-c", "ulimit -f " + size / 1024 + "; exec \"$@\"", "bash"));
        limited.addAll(builder.command());
        return run(builder.command(limited));
    }

    private static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("openfuse", ".out");
        Path err = Files.createTempFile("openfuse", ".err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("not finished after a minute: " + builder.command());
        }
        Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        Files.delete(out);
        Files.delete(err);
        return result;
    }

    private static ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("distribution", "target/openfused-gateway"), "openfuse")
                .toAbsolutePath()
                .toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("OPENFUSE_"));
        builder.environment().put("OPENFUSE_REGISTRY", "no-registry"); // nobody asks the public one
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /** Writes settings as an {@code application.properties}. */
    public static Path settings(Path file, Map<String, String> settings) throws IOException {
        StringBuilder lines = new StringBuilder();
        settings.forEach(
                (key, value) -> lines.append(key).append('=').append(value).append('\n'));
        return Files.writeString(file, lines);
    }

    /** Where it listens, once it does. */
    public String url() {
        try {
            return address.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return fail("the gateway does not listen:\n" + String.join("\n", output), e);
        }
    }

    public HttpResponse<String> post(String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        return postTo(url() + path, body, headers);
    }

    /** The same to a whole address, where {@link #url} is that of one of several stores. */
    public HttpResponse<String> postTo(String address, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** What it printed so far, both streams. */
    public List<String> output() {
        return output;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM, then waits for the end. */
    public int stop() throws InterruptedException {
        process.destroy();
        return waitFor();
    }

    public int waitFor() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("the gateway does not stop:\n" + String.join("\n", output));
        }
        return process.exitValue();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    address.complete(listening.group(1));
                }
            }
        } catch (IOException e) {
            output.add("(output ended: " + e.getMessage() + ")");
        }
        address.completeExceptionally(new IOException("ended before it listened"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
