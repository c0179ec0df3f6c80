/**
 * Steps of the route template {@code webhook-out}: a message becomes a signed POST, the answer becomes the end of its
 * delivery.
 */
@NullMarked
package dev.openfused.gateway.camel.webhook;

import org.jspecify.annotations.NullMarked;
