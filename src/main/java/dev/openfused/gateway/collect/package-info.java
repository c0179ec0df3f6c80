/** Peers that fetch their mail: how they prove who they are, what waits for them, and what they have got (protocol section 6). */
@NullMarked
package dev.openfused.gateway.collect;

import org.jspecify.annotations.NullMarked;
