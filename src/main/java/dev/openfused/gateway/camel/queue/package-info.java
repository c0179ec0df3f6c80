/** {@code openfuse-queue:{target}}: what the queue holds for one target comes out as exchanges. */
@NullMarked
package dev.openfused.gateway.camel.queue;

import org.jspecify.annotations.NullMarked;
