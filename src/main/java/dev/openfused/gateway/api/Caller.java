package dev.openfused.gateway.api;

import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;

/**
 * Who calls, and the address that was called.
 *
 * @param address the client's, never that of a trusted proxy unless nothing else is known
 * @param scheme {@code http} or {@code https}, as the client called
 * @param authority host and port, as the client called; its host is empty if the request does not say once, and readably,
 *     which host it is for (RFC 9112, 3.2)
 * @param forwarded whether a trusted proxy said which address was called
 * @param requestId one word that tells this request from all others, in answers and logs
 */
record Caller(SocketAddress address, String scheme, HostAndPort authority, boolean forwarded, String requestId) {}
