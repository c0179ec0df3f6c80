/**
 * Connections that we open to others over HTTP: where they may go (the SSRF guard), how they are secured and timed, and
 * what the far end's answer means for a delivery, or why there is none. Make a client with
 * {@link dev.openfused.gateway.outbound.HttpClientFactory}, one for each bridge or peer, so that a hanging far end holds up
 * nobody else. No Camel in here.
 */
@NullMarked
package dev.openfused.gateway.outbound;

import org.jspecify.annotations.NullMarked;
