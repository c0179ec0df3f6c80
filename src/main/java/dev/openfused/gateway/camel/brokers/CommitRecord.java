package dev.openfused.gateway.camel.brokers;

import static java.util.Objects.requireNonNull;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;

/** Route step {@code commitRecord}: the consumer group goes on behind the record that came in. */
public final class CommitRecord implements Processor {
    /** The step; it keeps nothing. */
    public CommitRecord() {}

    @Override
    public void process(Exchange exchange) {
        requireNonNull(
                        exchange.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class),
                        "the route does not begin at a topic")
                .commit();
    }
}
