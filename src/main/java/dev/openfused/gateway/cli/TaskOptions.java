package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.TaskFiles;
import dev.openfused.gateway.tasks.TaskSource;
import dev.openfused.gateway.tasks.TasksException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose tasks a command reads: those of the store, or of a server. */
final class TaskOptions {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--url", paramLabel = "URL", description = "Of this server, over HTTP; default: of the store.")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The server's bearer token; default: OPENFUSE_TOKEN, which nobody else on this machine sees.")
    private @Nullable String token;

    @Mixin
    private final SettingsFile config = new SettingsFile();

    boolean isRemote() {
        return url != null;
    }

    TaskSource open(Console console, Wiring wiring) throws Exception {
        ResolvedSettings settings = config.read(console, wiring);
        return wiring.tasks()
                .open(String.valueOf(url), token == null ? console.variable("OPENFUSE_TOKEN") : token, settings);
    }

    /** The store's own, as a server would give them; one that can't be read says why in its place. */
    static TaskSource of(TaskFiles files) {
        return new TaskSource() {
            @Override
            public byte[] list() throws IOException {
                ObjectNode all = JSON.createObjectNode();
                ArrayNode tasks = all.putArray("tasks");
                try {
                    for (String id : files.ids()) {
                        task(files, id).ifPresent(tasks::add);
                    }
                } catch (StoreException e) {
                    throw new TasksException(e.getMessage(), e);
                }
                return JSON.writeValueAsBytes(all);
            }

            @Override
            public Optional<byte[]> get(String id) throws IOException {
                try {
                    return files.read(id);
                } catch (StoreException e) {
                    throw new TasksException(e.getMessage(), e);
                }
            }

            @Override
            public void close() {}
        };
    }

    private static Optional<JsonNode> task(TaskFiles files, String id) {
        try {
            Optional<byte[]> json = files.read(id);
            return json.isEmpty() ? Optional.empty() : Optional.of(parse(json.get()));
        } catch (StoreException | IOException e) {
            return Optional.of(
                    JSON.createObjectNode().put("id", id).put("error", VisibleText.of(String.valueOf(e.getMessage()))));
        }
    }

    /** An object, or a line that says it is none. */
    static JsonNode parse(byte[] json) throws IOException {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new TasksException("it is not JSON: " + VisibleText.of(e.getOriginalMessage()), e);
        }
        if (tree == null || !tree.isObject()) {
            throw new TasksException("it is no JSON object", null);
        }
        return tree;
    }

    static String state(JsonNode task) {
        JsonNode state = task.path("status").path("state");
        JsonNode found = state.isMissingNode() ? task.path("state") : state;
        return task.has("error") ? "unreadable" : found.asText("unknown");
    }
}
