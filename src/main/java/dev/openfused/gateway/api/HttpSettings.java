package dev.openfused.gateway.api;

import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the HTTP server listens and how long it puts up with whom. Start from {@link #DEFAULT} and change what differs.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes a free one
 * @param hosts names and addresses that requests may be addressed to ({@code Host}), beside those of this machine; {@code *}
 *     is any. Otherwise a web page could talk to a private gateway by a name of its own (DNS rebinding, protocol section 11)
 * @param certificate PEM file of the certificate chain, or null for plain HTTP
 * @param key PEM file of its private key, or null for plain HTTP
 * @param connections how many connections may be open; more are closed at once
 * @param workers how many requests are worked on at a time, each waiting for disk or database
 * @param largestBody largest body, in bytes; more is answered 413
 * @param largestHeader largest request line and largest header block, in bytes; more is answered 414 or 431
 * @param largestPending how many bytes of bodies may be in memory at a time; more is answered 503
 * @param phases how long each phase of a connection may last
 */
public record HttpSettings(
        String host,
        int port,
        Set<String> hosts,
        @Nullable Path certificate,
        @Nullable Path key,
        int connections,
        int workers,
        int largestBody,
        int largestHeader,
        long largestPending,
        Phases phases) {

    /**
     * How long each phase of a connection may last. A sender that trickles bytes gains nothing: what counts is when the
     * phase is complete.
     *
     * @param handshake TLS, from connecting
     * @param headers from connecting to the end of the first request's headers
     * @param body from the end of the headers to the end of the body
     * @param idle from an answer to the end of the next request's headers
     * @param drain how long what is still being sent after an early answer is thrown away, so that the sender can read it
     */
    public record Phases(Duration handshake, Duration headers, Duration body, Duration idle, Duration drain) {
        /** 10 s for TLS and for headers, 30 s for a body, 60 s idle, 1 s to read an early answer. */
        public static final Phases DEFAULT = new Phases(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1));
    }

    /** Loopback, port 2053, bodies up to 1 MiB (protocol section 6). */
    public static final HttpSettings DEFAULT = new HttpSettings(
            "127.0.0.1",
            2053,
            Set.of(),
            null,
            null,
            2000,
            64,
            1024 * 1024,
            16 * 1024,
            128L * 1024 * 1024,
            Phases.DEFAULT);

    /**
     * Copies the hosts and checks what can be checked without listening.
     *
     * @param host resolved only when it is listened on
     * @param port 0 to 65535
     * @param hosts copied
     * @param certificate given together with the key; read when the server starts
     * @param key given together with the certificate
     * @param connections at least 1
     * @param workers at least 1
     * @param largestBody at least 1
     * @param largestHeader at least 1
     * @param largestPending not checked; {@link #of} leaves room for one body of the largest size
     * @param phases not checked
     * @throws IllegalArgumentException with a line for people
     */
    public HttpSettings {
        hosts = Set.copyOf(hosts);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a certificate needs its key, and a key its certificate");
        }
        if (connections < 1 || workers < 1 || largestBody < 1 || largestHeader < 1) {
            throw new IllegalArgumentException("connections, workers and sizes are at least 1");
        }
    }

    /**
     * As the installation set it up.
     *
     * @param settings the gateway's
     * @return the same for the server
     */
    public static HttpSettings of(ResolvedSettings settings) {
        int largestBody = Math.toIntExact(settings.get(GatewaySettings.HTTP_BODY_LIMIT));
        return new HttpSettings(
                settings.get(GatewaySettings.HTTP_HOST),
                settings.get(GatewaySettings.HTTP_PORT),
                Set.copyOf(settings.find(GatewaySettings.HTTP_HOSTS).orElse(List.of())),
                settings.find(GatewaySettings.HTTP_CERTIFICATE).orElse(null),
                settings.find(GatewaySettings.HTTP_KEY).orElse(null),
                settings.get(GatewaySettings.HTTP_CONNECTIONS),
                settings.get(GatewaySettings.HTTP_WORKERS),
                largestBody,
                DEFAULT.largestHeader(),
                Math.max(DEFAULT.largestPending(), largestBody),
                new Phases(
                        settings.get(GatewaySettings.HTTP_HEADER_TIMEOUT),
                        settings.get(GatewaySettings.HTTP_HEADER_TIMEOUT),
                        settings.get(GatewaySettings.HTTP_BODY_TIMEOUT),
                        settings.get(GatewaySettings.HTTP_IDLE_TIMEOUT),
                        Phases.DEFAULT.drain()));
    }

    /**
     * The same on another address.
     *
     * @param otherHost the address to listen on
     * @param otherPort the port; 0 takes a free one
     * @return a copy
     */
    public HttpSettings at(String otherHost, int otherPort) {
        return new HttpSettings(
                otherHost,
                otherPort,
                hosts,
                certificate,
                key,
                connections,
                workers,
                largestBody,
                largestHeader,
                largestPending,
                phases);
    }
}
