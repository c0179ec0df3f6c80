package dev.openfused.gateway.cli;

import dev.openfused.gateway.queue.DeliveryQueue;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "retry", description = "Try dead, dropped or waiting deliveries again, at once.")
final class QueueRetryCommand extends QueueCommand {
    @Parameters(paramLabel = "KEY", arity = "1..*", description = "Their numbers, as 'queue list' shows them.")
    private List<Long> keys = new ArrayList<>();

    QueueRetryCommand(Console console, QueueOpener opener) {
        super(console, opener);
    }

    @Override
    int call(DeliveryQueue queue) {
        int status = ExitStatus.DONE;
        for (long key : keys) {
            if (queue.retry(key)) {
                console.said().println("Trying again: " + key);
            } else {
                console.error("no delivery " + key + " is dead, dropped or waiting");
                status = ExitStatus.REFUSED;
            }
        }
        return status;
    }
}
