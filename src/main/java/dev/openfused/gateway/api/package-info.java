/**
 * The HTTP edge: the server, what it refuses at the door, and the steps that answer requests. Beside {@code camel} the
 * only package that touches Camel, and the only one that touches Vert.x: Camel's platform-http runs on it, and its own
 * start of that server times nothing.
 */
@NullMarked
package dev.openfused.gateway.api;

import org.jspecify.annotations.NullMarked;
