package dev.openfused.gateway.api;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.MDC;

/**
 * Route step {@code noteRequest}: log and audit lines that this thread writes from now on carry the request's id. Threads
 * that work on requests do nothing else, so the next request's id takes its place.
 */
public final class NoteRequest implements Processor {
    /** What log layouts call the id: {@code %X{request}}. */
    private static final String KEY = "request";

    /** The step; it has no state. */
    public NoteRequest() {}

    @Override
    public void process(Exchange exchange) {
        MDC.put(KEY, CalledRequest.of(exchange).getHeader(CalledRequest.ID));
    }
}
