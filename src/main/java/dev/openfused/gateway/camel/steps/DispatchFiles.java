package dev.openfused.gateway.camel.steps;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.dispatch.FileDispatcher;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Route steps {@code dispatchInbox} and {@code dispatchOutbox}: what {@code openfuse-watch} shows is entered into the queue;
 * a file that is not settled is asked to be shown again.
 */
public final class DispatchFiles implements Processor {
    private final FileDispatcher dispatcher;

    /**
     * A step.
     *
     * @param dispatcher of the watched folder
     */
    public DispatchFiles(FileDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String file = message.getHeader(OpenFuseHeaders.FILE, String.class);
        Optional<Duration> again = file == null ? dispatcher.scan() : dispatcher.dispatch(file);
        again.ifPresent(wait -> exchange.setProperty(OpenFuseHeaders.WATCH_AGAIN, wait));
    }
}
