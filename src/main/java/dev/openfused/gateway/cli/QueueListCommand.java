package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List deliveries, newest first.")
final class QueueListCommand extends QueueCommand {
    @Option(
            names = "--target",
            paramLabel = "TARGET",
            description = "Only this one's: bridge:NAME or peer:NAME-FINGERPRINT.")
    private @Nullable String target;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only these: ${COMPLETION-CANDIDATES}; default: all.")
    private List<Delivery.State> states = new ArrayList<>();

    @Option(names = "--most", paramLabel = "N", description = "How many at most; default: ${DEFAULT-VALUE}.")
    private int most = 50;

    @Option(names = "--json", description = "Print JSON: an array of deliveries.")
    private boolean asJson;

    QueueListCommand(Console console, QueueOpener opener) {
        super(console, opener);
    }

    @Override
    int call(DeliveryQueue queue) throws IOException {
        Set<Delivery.State> wanted = states.isEmpty() ? Set.of() : EnumSet.copyOf(states);
        List<Delivery> deliveries = queue.list(target == null ? null : new Target(target), wanted, most);
        if (asJson) {
            JsonOutput.array(console.out(), json -> {
                for (Delivery delivery : deliveries) {
                    json.writeStartObject();
                    DeliveryJson.write(json, delivery);
                    json.writeEndObject();
                }
            });
        } else if (deliveries.isEmpty()) {
            console.out().println("No deliveries.");
        } else {
            deliveries.forEach(this::print);
        }
        return ExitStatus.DONE;
    }

    private void print(Delivery delivery) {
        String reason = delivery.reason();
        console.out()
                .println(String.format(
                        "%6d  %-7s  %-24s  %s  from %s, %d tries%s",
                        delivery.key(),
                        DeliveryJson.state(delivery),
                        VisibleText.of(delivery.target().value()),
                        delivery.created(),
                        VisibleText.of(delivery.file()),
                        delivery.attempts(),
                        reason == null ? "" : ": " + VisibleText.of(reason)));
    }
}
