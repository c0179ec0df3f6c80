/** Bridges as routes: each is made from its kind's template, and added, drained or removed by itself. */
@NullMarked
package dev.openfused.gateway.camel.bridges;

import org.jspecify.annotations.NullMarked;
