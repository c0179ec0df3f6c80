package dev.openfused.gateway.cli;

import dev.openfused.gateway.queue.DeliveryQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "drop", description = "Take deliveries out, unless they are done.")
final class QueueDropCommand extends QueueCommand {
    @Parameters(paramLabel = "KEY", arity = "1..*", description = "Their numbers, as 'queue list' shows them.")
    private List<Long> keys = new ArrayList<>();

    @Option(names = "--why", paramLabel = "TEXT", description = "Why, for the record; default: ${DEFAULT-VALUE}.")
    private String why = "dropped by the operator";

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    @Option(names = "--json", description = "Print JSON: an object with dropped, the numbers of those that were.")
    private boolean asJson;

    QueueDropCommand(Console console, QueueOpener opener) {
        super(console, opener);
    }

    @Override
    int call(DeliveryQueue queue) throws IOException, CommandFailedException {
        confirmation.ask(
                console, "Drop " + keys.size() + (keys.size() == 1 ? " delivery" : " deliveries") + " for good?");
        int status = ExitStatus.DONE;
        List<Long> done = new ArrayList<>();
        for (long key : keys) {
            if (queue.drop(key, why)) {
                done.add(key);
            } else {
                console.error("no delivery " + key + " is on its way");
                status = ExitStatus.REFUSED;
            }
        }
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeArrayFieldStart("dropped");
                for (long key : done) {
                    json.writeNumber(key);
                }
                json.writeEndArray();
            });
        } else {
            done.forEach(key -> console.said().println("Dropped: " + key));
        }
        return status;
    }
}
