package dev.openfused.gateway.cli;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.Delivery.State;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.Target;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "counts",
        description = "Count the deliveries of each bridge and peer: queued, being retried, sent, dead, dropped.")
final class QueueCountsCommand extends QueueCommand {
    @Option(names = "--json", description = "Print JSON: an array with one object for each target.")
    private boolean asJson;

    QueueCountsCommand(Console console, QueueOpener opener) {
        super(console, opener);
    }

    /** What an operator calls the states. */
    private record Counts(long queued, long retried, long sent, long dead, long dropped) {
        static Counts of(Map<State, Long> states) {
            return new Counts(
                    count(states, State.PENDING) + count(states, State.CLAIMED),
                    count(states, State.WAITING),
                    count(states, State.DONE),
                    count(states, State.DEAD),
                    count(states, State.DROPPED));
        }

        private static long count(Map<State, Long> states, State state) {
            return states.getOrDefault(state, 0L);
        }
    }

    @Override
    int call(DeliveryQueue queue) throws IOException {
        Map<Target, Map<State, Long>> counts = new TreeMap<>(Comparator.comparing(Target::value));
        counts.putAll(queue.counts());
        if (asJson) {
            printJson(counts);
        } else if (counts.isEmpty()) {
            console.out().println("No deliveries.");
        } else {
            console.out().println("queued  retried     sent    dead  dropped  target");
            counts.forEach(this::print);
        }
        return ExitStatus.DONE;
    }

    private void print(Target target, Map<State, Long> states) {
        Counts of = Counts.of(states);
        console.out()
                .println(String.format(
                        "%6d  %7d  %7d  %6d  %7d  %s",
                        of.queued(), of.retried(), of.sent(), of.dead(), of.dropped(), VisibleText.of(target.value())));
    }

    private void printJson(Map<Target, Map<State, Long>> counts) throws IOException {
        JsonOutput.array(console.out(), json -> {
            for (Map.Entry<Target, Map<State, Long>> each : counts.entrySet()) {
                Counts of = Counts.of(each.getValue());
                json.writeStartObject();
                json.writeStringField("target", each.getKey().value());
                json.writeNumberField("queued", of.queued());
                json.writeNumberField("retried", of.retried());
                json.writeNumberField("sent", of.sent());
                json.writeNumberField("dead", of.dead());
                json.writeNumberField("dropped", of.dropped());
                json.writeEndObject();
            }
        });
    }
}
