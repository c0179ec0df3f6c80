/**
 * One exchange with one peer (protocol section 7): its mail for us, and what it shows. Begin with {@link
 * dev.openfused.gateway.sync.PeerSync}. How it travels is a {@link dev.openfused.gateway.sync.PeerSource}'s business. What a
 * peer says is hostile ground: names, sizes, counts and texts alike.
 */
@NullMarked
package dev.openfused.gateway.sync;

import org.jspecify.annotations.NullMarked;
