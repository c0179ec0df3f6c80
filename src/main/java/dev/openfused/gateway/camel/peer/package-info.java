/** Routes to peers, made as peers come and go, and the steps of the route template {@code deliver-http}. */
@NullMarked
package dev.openfused.gateway.camel.peer;

import org.jspecify.annotations.NullMarked;
