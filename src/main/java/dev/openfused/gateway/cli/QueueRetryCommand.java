package dev.openfused.gateway.cli;

import dev.openfused.gateway.queue.DeliveryQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "retry", description = "Try dead, dropped or waiting deliveries again, at once.")
final class QueueRetryCommand extends QueueCommand {
    @Parameters(paramLabel = "KEY", arity = "1..*", description = "Their numbers, as 'queue list' shows them.")
    private List<Long> keys = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON: an object with retried, the numbers of those that were.")
    private boolean asJson;

    QueueRetryCommand(Console console, QueueOpener opener) {
        super(console, opener);
    }

    @Override
    int call(DeliveryQueue queue) throws IOException {
        int status = ExitStatus.DONE;
        List<Long> done = new ArrayList<>();
        for (long key : keys) {
            if (queue.retry(key)) {
                done.add(key);
            } else {
                console.error("no delivery " + key + " is dead, dropped or waiting");
                status = ExitStatus.REFUSED;
            }
        }
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeArrayFieldStart("retried");
                for (long key : done) {
                    json.writeNumber(key);
                }
                json.writeEndArray();
            });
        } else {
            done.forEach(key -> console.said().println("Trying again: " + key));
        }
        return status;
    }
}
