package dev.openfused.gateway.api;

import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.Network;
import dev.openfused.gateway.settings.Rate;
import dev.openfused.gateway.settings.ResolvedSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
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
 * @param tls the files for TLS, or null for plain HTTP
 * @param proxies addresses and networks of reverse proxies, whose {@code X-Forwarded-*} are believed
 * @param origins web pages that browsers may let call us (CORS); {@code *} is any
 * @param limits how much of what
 * @param rate how often each client address may ask; more is answered 429. Null for as often as it likes
 * @param phases how long each phase of a connection may last
 */
public record HttpSettings(
        String host,
        int port,
        Set<String> hosts,
        @Nullable Tls tls,
        List<Network> proxies,
        Set<String> origins,
        Limits limits,
        @Nullable Rate rate,
        Phases phases) {

    /**
     * The files for TLS; all are read again when they change.
     *
     * @param certificate PEM file of the certificate chain
     * @param key PEM file of its private key
     * @param clientAuthorities PEM file of the authorities that clients' certificates must come from; null to ask for none
     */
    public record Tls(Path certificate, Path key, @Nullable Path clientAuthorities) {}

    /**
     * How much a server takes at a time.
     *
     * @param connections how many may be open; more take the place of those that wait longest for a request, or are closed
     *     at once
     * @param connectionsPerClient how many one client may have open; more take the place of its own. A client is an address,
     *     or of IPv6 a network of 64 bits; each connection of a reverse proxy counts as a client of its own
     * @param workers how many requests are worked on, each waiting for disk or database
     * @param body largest body, in bytes; more is answered 413
     * @param header largest request line and largest header block, in bytes; more is answered 414 or 431
     * @param pending how many bytes of bodies may be in memory, and how many of answers that nobody has read; where there are
     *     more, the slowest clients are refused with 503, or cut off
     */
    public record Limits(int connections, int connectionsPerClient, int workers, int body, int header, long pending) {
        /** 10,000 connections, 4,000 of one client, 64 workers, bodies up to 1 MiB (protocol section 6), headers up to 16 KiB. */
        public static final Limits DEFAULT = new Limits(10_000, 4_000, 64, 1024 * 1024, 16 * 1024, 128L * 1024 * 1024);

        /**
         * Checks them.
         *
         * @param connections at least 1
         * @param connectionsPerClient at least 1
         * @param workers at least 1
         * @param body at least 1
         * @param header at least 1
         * @param pending not less than a body of the largest size
         * @throws IllegalArgumentException with a line for people
         */
        public Limits {
            if (connections < 1
                    || connectionsPerClient < 1
                    || workers < 1
                    || body < 1
                    || header < 1
                    || pending < body) {
                throw new IllegalArgumentException(
                        "connections, workers and sizes are at least 1, and a body must fit into what may be pending");
            }
        }
    }

    /**
     * How long each phase of a connection may last. A sender that trickles bytes gains nothing: what counts is when the
     * phase is complete.
     *
     * @param handshake TLS, from connecting
     * @param headers from connecting to the end of the first request's headers
     * @param body from the end of the headers to the end of the body
     * @param idle from an answer to the end of the next request's headers
     * @param answer how long a client may take for 64 KiB of its answer, or for the rest of it
     * @param drain how long what is still being sent after an early answer is thrown away, so that the sender can read it
     */
    public record Phases(
            Duration handshake, Duration headers, Duration body, Duration idle, Duration answer, Duration drain) {
        /** 10 s for TLS and for headers, 30 s for a body, 60 s idle, 30 s for 64 KiB of an answer, 1 s to read an early answer. */
        public static final Phases DEFAULT = new Phases(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1));
    }

    /** Loopback, port 2053, plain HTTP, no proxy, no web page. */
    public static final HttpSettings DEFAULT = new HttpSettings(
            "127.0.0.1", 2053, Set.of(), null, List.of(), Set.of(), Limits.DEFAULT, null, Phases.DEFAULT);

    /**
     * Copies the collections and checks the port.
     *
     * @param host resolved only when it is listened on
     * @param port 0 to 65535
     * @param hosts copied
     * @param tls read when the server starts
     * @param proxies copied
     * @param origins copied
     * @param limits checked already
     * @param rate checked already
     * @param phases not checked
     * @throws IllegalArgumentException with a line for people
     */
    public HttpSettings {
        hosts = Set.copyOf(hosts);
        proxies = List.copyOf(proxies);
        origins = Set.copyOf(origins);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }

    /**
     * As the installation set it up.
     *
     * @param configuration the gateway's settings, and the stores' host names
     * @return the same for the server
     */
    public static HttpSettings of(Configuration configuration) {
        ResolvedSettings settings = configuration.gateway();
        Set<String> hosts =
                new HashSet<>(settings.find(GatewaySettings.HTTP_HOSTS).orElse(List.of()));
        configuration.stores().forEach(store -> hosts.addAll(store.hosts()));
        int body = Math.toIntExact(settings.get(GatewaySettings.HTTP_BODY_LIMIT));
        return new HttpSettings(
                settings.get(GatewaySettings.HTTP_HOST),
                settings.get(GatewaySettings.HTTP_PORT),
                hosts,
                tls(settings),
                settings.find(GatewaySettings.HTTP_PROXIES).orElse(List.of()),
                origins(settings.get(GatewaySettings.HTTP_ORIGINS)),
                new Limits(
                        settings.get(GatewaySettings.HTTP_CONNECTIONS),
                        settings.get(GatewaySettings.HTTP_CONNECTIONS_PER_ADDRESS),
                        settings.get(GatewaySettings.HTTP_WORKERS),
                        body,
                        Limits.DEFAULT.header(),
                        pending(body)),
                settings.find(GatewaySettings.HTTP_RATE).orElse(null),
                new Phases(
                        settings.get(GatewaySettings.HTTP_HEADER_TIMEOUT),
                        settings.get(GatewaySettings.HTTP_HEADER_TIMEOUT),
                        settings.get(GatewaySettings.HTTP_BODY_TIMEOUT),
                        settings.get(GatewaySettings.HTTP_IDLE_TIMEOUT),
                        settings.get(GatewaySettings.HTTP_ANSWER_TIMEOUT),
                        Phases.DEFAULT.drain()));
    }

    /** An eighth of the heap, since a body stands there several times while it is worked on. */
    private static long pending(int body) {
        return Math.max(
                body, Math.min(Limits.DEFAULT.pending(), Runtime.getRuntime().maxMemory() / 8));
    }

    private static Set<String> origins(List<String> typed) {
        return typed.contains("none") ? Set.of() : Set.copyOf(typed);
    }

    /** That none is set without what it needs was checked with the settings. */
    private static @Nullable Tls tls(ResolvedSettings settings) {
        Path certificate = settings.find(GatewaySettings.HTTP_CERTIFICATE).orElse(null);
        Path key = settings.find(GatewaySettings.HTTP_KEY).orElse(null);
        Path authorities = settings.find(GatewaySettings.HTTP_CLIENT_CA).orElse(null);
        return certificate == null || key == null ? null : new Tls(certificate, key, authorities);
    }

    /**
     * The same on another address.
     *
     * @param otherHost the address to listen on
     * @param otherPort the port; 0 takes a free one
     * @return a copy
     */
    public HttpSettings at(String otherHost, int otherPort) {
        return new HttpSettings(otherHost, otherPort, hosts, tls, proxies, origins, limits, rate, phases);
    }

    /**
     * The same for other names.
     *
     * @param others names and addresses that requests may be addressed to
     * @return a copy
     */
    public HttpSettings withHosts(Set<String> others) {
        return new HttpSettings(host, port, others, tls, proxies, origins, limits, rate, phases);
    }

    /**
     * The same with or without TLS.
     *
     * @param other its files, or null for plain HTTP
     * @return a copy
     */
    public HttpSettings withTls(@Nullable Tls other) {
        return new HttpSettings(host, port, hosts, other, proxies, origins, limits, rate, phases);
    }

    /**
     * The same behind other proxies.
     *
     * @param others their addresses and networks
     * @return a copy
     */
    public HttpSettings withProxies(List<Network> others) {
        return new HttpSettings(host, port, hosts, tls, others, origins, limits, rate, phases);
    }

    /**
     * The same for other web pages.
     *
     * @param others origins such as {@code https://example.org}, or {@code *}
     * @return a copy
     */
    public HttpSettings withOrigins(Set<String> others) {
        return new HttpSettings(host, port, hosts, tls, proxies, others, limits, rate, phases);
    }

    /**
     * The same with other limits.
     *
     * @param others how much of what
     * @return a copy
     */
    public HttpSettings withLimits(Limits others) {
        return new HttpSettings(host, port, hosts, tls, proxies, origins, others, rate, phases);
    }

    /**
     * The same with another rate.
     *
     * @param other how often each client address may ask; null for as often as it likes
     * @return a copy
     */
    public HttpSettings withRate(@Nullable Rate other) {
        return new HttpSettings(host, port, hosts, tls, proxies, origins, limits, other, phases);
    }

    /**
     * The same with other phases.
     *
     * @param others how long each may last
     * @return a copy
     */
    public HttpSettings withPhases(Phases others) {
        return new HttpSettings(host, port, hosts, tls, proxies, origins, limits, rate, others);
    }
}
