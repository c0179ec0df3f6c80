package dev.openfused.gateway.camel.records;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.outbound.FaultReason;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code sourceFaults}: what goes wrong with the source of an inward bridge is one line, and tried again. */
public final class SourceFaults implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SourceFaults.class);

    /** The handler; it keeps nothing. */
    public SourceFaults() {}

    @Override
    public void handleException(Throwable fault) {
        handleException("a source of an inward bridge failed", null, fault);
    }

    @Override
    public void handleException(String message, Throwable fault) {
        handleException(message, null, fault);
    }

    @Override
    public void handleException(@Nullable String message, @Nullable Exchange exchange, Throwable fault) {
        LOG.warn("{}: {}", VisibleText.of(String.valueOf(message)), FaultReason.of(fault));
    }
}
