package dev.openfused.gateway.camel.watch;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.watch.FolderWatch;
import dev.openfused.gateway.watch.WatchListener;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Turns what a {@link FolderWatch} sees into exchanges. Suspended it watches nothing; the scan on resuming finds the rest. */
final class WatchConsumer extends DefaultConsumer implements Suspendable, WatchListener {
    private final WatchEndpoint endpoint;
    private @Nullable FolderWatch watch;

    WatchConsumer(WatchEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        watch = new FolderWatch(endpoint.getFolder(), endpoint.options(), this, Clock.systemUTC());
    }

    @Override
    protected void doSuspend() {
        stopWatching();
    }

    @Override
    protected void doResume() {
        watch = new FolderWatch(endpoint.getFolder(), endpoint.options(), this, Clock.systemUTC());
    }

    @Override
    protected void doStop() throws Exception {
        stopWatching();
        super.doStop();
    }

    private void stopWatching() {
        FolderWatch open = watch;
        watch = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public Optional<Duration> file(Path file) {
        return send(endpoint.getFolder().toAbsolutePath().resolve(file), "file", file);
    }

    @Override
    public Optional<Duration> scan() {
        return send(endpoint.getFolder().toAbsolutePath(), "scan", null);
    }

    private Optional<Duration> send(Path body, String kind, @Nullable Path file) {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(OpenFuseHeaders.WATCH, kind);
            if (file != null) {
                exchange.getMessage()
                        .setHeader(OpenFuseHeaders.FILE, file.toString().replace(File.separatorChar, '/'));
            }
            process(exchange);
            return Optional.ofNullable(exchange.getProperty(OpenFuseHeaders.WATCH_AGAIN, Duration.class));
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private void process(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            getExceptionHandler()
                    .handleException("openfuse-watch " + endpoint.getFolder(), exchange, exchange.getException());
        }
    }
}
