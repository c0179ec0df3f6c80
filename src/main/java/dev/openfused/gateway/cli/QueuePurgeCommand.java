package dev.openfused.gateway.cli;

import dev.openfused.gateway.queue.DeliveryQueue;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "purge", description = "Erase ended deliveries and the copies of messages that nobody needs any more.")
final class QueuePurgeCommand extends QueueCommand {
    private final Clock clock;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = AgeConverter.class,
            description = "Those that ended longer ago than this, such as 12h or 7d; default: 7d.")
    private Duration age = Duration.ofDays(7);

    @Option(names = "--json", description = "Print JSON: an object with purged, how many.")
    private boolean asJson;

    QueuePurgeCommand(Console console, QueueOpener opener, Clock clock) {
        super(console, opener);
        this.clock = clock;
    }

    @Override
    int call(DeliveryQueue queue) throws IOException {
        int purged = queue.purge(clock.instant().minus(age));
        if (asJson) {
            JsonOutput.object(console.out(), json -> json.writeNumberField("purged", purged));
        } else {
            console.said().println("Purged: " + purged + " deliveries");
        }
        return ExitStatus.DONE;
    }
}
