package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.DeliveryQueue;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show one delivery.")
final class QueueShowCommand extends QueueCommand {
    @Parameters(paramLabel = "KEY", description = "Its number, as 'queue list' shows it.")
    private long key;

    @Option(names = "--envelope", description = "Print its sealed envelope as well.")
    private boolean withEnvelope;

    @Option(names = "--json", description = "Print JSON.")
    private boolean asJson;

    QueueShowCommand(Console console, QueueOpener opener) {
        super(console, opener);
    }

    @Override
    int call(DeliveryQueue queue) throws IOException, CommandFailedException {
        Delivery delivery = queue.find(key)
                .orElseThrow(() -> CommandFailedException.refused(
                        "there is no delivery " + key, "'openfuse queue list' shows them"));
        @Nullable
        String envelope = withEnvelope
                ? queue.envelope(key).map(b -> new String(b, UTF_8)).orElse("(no longer kept)")
                : null;
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                DeliveryJson.write(json, delivery);
                if (envelope != null) {
                    json.writeStringField("envelope", envelope);
                }
            });
        } else {
            print(delivery);
            if (envelope != null) {
                console.out().println(VisibleText.lines(envelope));
            }
        }
        return ExitStatus.DONE;
    }

    private void print(Delivery delivery) {
        line("Delivery", Long.toString(delivery.key()));
        line("Message", delivery.id().value());
        line("Target", delivery.target().value());
        line("File", delivery.source() + "/" + delivery.file());
        line("Sender", delivery.sender());
        line("State", DeliveryJson.state(delivery) + " since " + delivery.changed());
        line("Dispatched", delivery.created().toString());
        line("Tries", Integer.toString(delivery.attempts()));
        line("Next try", delivery.nextTry() == null ? null : delivery.nextTry().toString());
        line(
                "Parts sent",
                delivery.parts().isEmpty()
                        ? null
                        : Integer.toString(delivery.parts().size()));
        line("Far end's id", delivery.remoteId());
        line("Reason", delivery.reason());
    }

    private void line(String label, @Nullable String value) {
        PrintWriter out = console.out();
        if (value != null) {
            out.println(String.format("%-13s %s", label + ":", VisibleText.of(value)));
        }
    }
}
