package dev.openfused.gateway.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SSLOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a server that listens what its TLS files hold, whenever they change. New connections get it; those that are open
 * keep what they were made with. Files that can't be used change nothing, and that is said once.
 */
final class TlsWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);
    private static final long LOOK_MILLIS = 1000;

    private TlsWatch() {}

    /** Begins to look, until its loops end. */
    static void start(Vertx loops, HttpServer server, TlsFiles files) {
        loops.setPeriodic(LOOK_MILLIS, tick -> loops.executeBlocking(
                        () -> files.haveChanged() ? files.readInto(new SSLOptions()) : null)
                .onFailure(TlsWatch::keepsOld)
                .onSuccess(changed -> {
                    if (changed != null) {
                        use(server, changed);
                    }
                }));
    }

    private static void use(HttpServer server, SSLOptions changed) {
        server.updateSSLOptions(changed, true)
                .onSuccess(done -> LOG.info("the certificate was read again"))
                .onFailure(TlsWatch::keepsOld);
    }

    private static void keepsOld(Throwable reason) {
        LOG.warn("the certificate in use stays: {}", reason.getMessage());
    }
}
