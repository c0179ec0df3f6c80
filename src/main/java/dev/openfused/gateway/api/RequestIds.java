package dev.openfused.gateway.api;

import dev.openfused.gateway.crypto.RandomIds;
import java.util.concurrent.atomic.AtomicLong;

/** Ids of requests: what starts them tells this process from others, a count one request from the next. */
final class RequestIds {
    private final String process = RandomIds.hex(4);
    private final AtomicLong count = new AtomicLong();

    String next() {
        return process + '-' + Long.toString(count.incrementAndGet(), 36);
    }
}
