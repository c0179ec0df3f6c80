/**
 * Camel's side of the gateway: steps, endpoints, headers, the routes of bridges. Thin skins over the core; every Camel
 * import of the project is here. The jar is also a library: with it on the class path, a Camel application has the
 * endpoints {@code openfuse-queue:} and {@code openfuse-watch:} and the steps bound by
 * name (verifySignature, openMessage, sealMessage and so on).
 */
@NullMarked
package dev.openfused.gateway.camel;

import org.jspecify.annotations.NullMarked;
