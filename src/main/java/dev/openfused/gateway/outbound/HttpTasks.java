package dev.openfused.gateway.outbound;

import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.TaskFiles;
import dev.openfused.gateway.tasks.TaskSource;
import dev.openfused.gateway.tasks.TasksException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** The tasks of a server, over HTTP (protocol section 9). No redirect is followed, or the token would go with it. */
public final class HttpTasks implements TaskSource {
    private final CloseableHttpClient client;
    private final String base;
    private final @Nullable String token;

    private HttpTasks(HttpOptions options, String base, @Nullable String token) {
        this.client = HttpClientFactory.createForWholeAnswers(options);
        this.base = base;
        this.token = token;
    }

    /**
     * Opens a server's tasks; nobody is asked yet.
     *
     * @param address {@code http(s)://host[:port][/path]}
     * @param token the bearer token, or null
     * @param settings the gateway's: time limits, allowed private networks, proxy
     * @return to be closed
     * @throws IllegalArgumentException with a line for people, if the address is not of that form
     */
    public static TaskSource open(String address, @Nullable String token, ResolvedSettings settings) {
        if (!address.matches("(?i)https?://[^\\s@]+")) {
            throw new IllegalArgumentException("the server's address is not http(s)://host[:port]");
        }
        return new HttpTasks(
                HttpOptions.toPeers(settings, settings.get(GatewaySettings.SYNC_TIMEOUT)),
                address.endsWith("/") ? address.substring(0, address.length() - 1) : address,
                token);
    }

    @Override
    public byte[] list() throws IOException {
        return fetch("/tasks").orElseThrow(() -> new TasksException(base + " has no tasks", null));
    }

    @Override
    public Optional<byte[]> get(String id) throws IOException {
        return fetch("/tasks/" + id);
    }

    private Optional<byte[]> fetch(String path) throws IOException {
        HttpGet request = new HttpGet(URI.create(base + path));
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        try {
            return client.execute(request, response -> switch (response.getCode()) {
                case 200 -> Optional.of(body(response));
                case 404 -> Optional.empty();
                case 401, 403 ->
                    throw new TasksException(
                            base + " answered " + response.getCode()
                                    + ": give its token with --token or OPENFUSE_TOKEN",
                            null);
                default -> throw new TasksException(base + " answered " + response.getCode(), null);
            });
        } catch (TasksException e) {
            throw e;
        } catch (IOException e) {
            throw new TasksException(base + " can't be asked: " + e.getMessage(), e);
        }
    }

    private static byte[] body(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        try (InputStream body = entity.getContent()) {
            byte[] bytes = body.readNBytes(TaskFiles.LARGEST + 1);
            if (bytes.length > TaskFiles.LARGEST) {
                throw new TasksException("the answer is larger than " + TaskFiles.LARGEST + " bytes", null);
            }
            return bytes;
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
