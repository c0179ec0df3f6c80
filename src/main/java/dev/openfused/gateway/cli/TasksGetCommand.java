package dev.openfused.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.TaskFiles;
import dev.openfused.gateway.tasks.TaskSource;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = "Show one A2A task: its state, what was said, and what it made.",
        footer = {"", "JSON is the task itself, as task.json or the server has it."})
final class TasksGetCommand extends StoreCommand {
    private final Wiring wiring;

    @Parameters(paramLabel = "ID", description = "As 'tasks list' shows it.")
    private String id = "";

    @Mixin
    private final TaskOptions options = new TaskOptions();

    @Option(names = "--json", description = "Print JSON: the task.")
    private boolean asJson;

    TasksGetCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        if (!TaskFiles.isId(id)) {
            throw CommandFailedException.usage("'" + VisibleText.of(id) + "' is no task's id");
        }
        JsonNode task;
        try (TaskSource source = options.isRemote() ? options.open(console, wiring) : TaskOptions.of(store().tasks())) {
            task = TaskOptions.parse(source.get(id)
                    .orElseThrow(() -> CommandFailedException.refused(
                            "there is no task " + id, "'openfuse tasks list' shows what there is")));
        }
        if (asJson) {
            console.out()
                    .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(task));
        } else {
            print(task);
        }
        return ExitStatus.DONE;
    }

    private void print(JsonNode task) {
        PrintWriter out = console.out();
        out.println("Task: " + VisibleText.of(task.path("id").asText(id)));
        out.println("  State: " + VisibleText.of(TaskOptions.state(task)));
        out.println("  Updated: "
                + VisibleText.of(task.path("_openfuse").path("updatedAt").asText("unknown")));
        for (JsonNode message : task.path("history")) {
            out.println();
            out.println(VisibleText.of(message.path("role").asText("unknown")) + ":");
            out.println(text(message.path("parts")).indent(2).stripTrailing());
        }
        for (JsonNode artifact : task.path("artifacts")) {
            out.println();
            out.println("Artifact "
                    + VisibleText.of(artifact.path("name")
                            .asText(artifact.path("artifactId").asText("without a name"))) + ":");
            out.println(text(artifact.path("parts")).indent(2).stripTrailing());
        }
    }

    private static String text(JsonNode parts) {
        return StreamSupport.stream(parts.spliterator(), false)
                .map(part -> part.has("text")
                        ? VisibleText.lines(part.path("text").asText())
                        : "(" + (part.has("file") ? "a file" : "data") + "; --json shows it)")
                .collect(Collectors.joining("\n"));
    }
}
