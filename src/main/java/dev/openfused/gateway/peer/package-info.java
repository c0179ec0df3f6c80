/**
 * What is pushed to a peer, and what its answer means (protocol section 7). How it travels is a {@link
 * dev.openfused.gateway.peer.PeerTransport}'s business.
 */
@NullMarked
package dev.openfused.gateway.peer;

import org.jspecify.annotations.NullMarked;
