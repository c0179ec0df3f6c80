/** Routes that sync with peers, made as peers come and go, and the step of the route template {@code sync-http}. */
@NullMarked
package dev.openfused.gateway.camel.sync;

import org.jspecify.annotations.NullMarked;
