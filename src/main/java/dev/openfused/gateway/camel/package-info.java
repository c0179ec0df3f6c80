/** Steps and endpoints for Camel routes: thin skins over the core, and what strangers' headers are filtered by. */
@NullMarked
package dev.openfused.gateway.camel;

import org.jspecify.annotations.NullMarked;
