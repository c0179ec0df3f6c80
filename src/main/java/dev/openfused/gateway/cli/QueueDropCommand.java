package dev.openfused.gateway.cli;

import dev.openfused.gateway.queue.DeliveryQueue;
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

    QueueDropCommand(Console console, QueueOpener opener) {
        super(console, opener);
    }

    @Override
    int call(DeliveryQueue queue) throws CommandFailedException {
        confirmation.ask(
                console, "Drop " + keys.size() + (keys.size() == 1 ? " delivery" : " deliveries") + " for good?");
        int status = ExitStatus.DONE;
        for (long key : keys) {
            if (queue.drop(key, why)) {
                console.said().println("Dropped: " + key);
            } else {
                console.error("no delivery " + key + " is on its way");
                status = ExitStatus.REFUSED;
            }
        }
        return status;
    }
}
