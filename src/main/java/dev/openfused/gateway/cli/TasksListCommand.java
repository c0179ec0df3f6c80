package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.tasks.TaskSource;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Show A2A tasks, newest first: those in tasks/, or a server's.",
        footer = {"", "JSON holds id, state, updated and error, for a task that can't be read, of each."})
final class TasksListCommand extends StoreCommand {
    private final Wiring wiring;

    @Mixin
    private final TaskOptions options = new TaskOptions();

    @Option(names = "--json", description = "Print JSON: an array of tasks.")
    private boolean asJson;

    TasksListCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        JsonNode tasks;
        try (TaskSource source = options.isRemote() ? options.open(console, wiring) : TaskOptions.of(store().tasks())) {
            tasks = TaskOptions.parse(source.list()).path("tasks");
        }
        if (asJson) {
            JsonOutput.array(console.out(), json -> {
                for (JsonNode task : tasks) {
                    write(json, task);
                }
            });
        } else if (tasks.isEmpty()) {
            console.out().println("No tasks.");
        } else {
            for (JsonNode task : tasks) {
                console.out()
                        .println(VisibleText.of(task.path("id").asText()) + "  "
                                + VisibleText.of(TaskOptions.state(task)) + "  "
                                + VisibleText.of(updated(task))
                                + (task.has("error")
                                        ? "  "
                                                + VisibleText.of(
                                                        task.path("error").asText())
                                        : ""));
            }
        }
        return ExitStatus.DONE;
    }

    private static String updated(JsonNode task) {
        return task.path("_openfuse")
                .path("updatedAt")
                .asText(task.path("status").path("timestamp").asText(""));
    }

    private static void write(JsonGenerator json, JsonNode task) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", task.path("id").asText());
        json.writeStringField("state", TaskOptions.state(task));
        json.writeStringField("updated", updated(task));
        json.writeStringField("error", task.has("error") ? task.path("error").asText() : null);
        json.writeEndObject();
    }
}
