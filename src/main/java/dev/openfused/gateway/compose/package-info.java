/**
 * From a text to sealed messages where they belong: who the recipients are, who signs, what is warned of. Plain Java
 * over {@code store}, {@code keyring} and {@code crypto}.
 */
@NullMarked
package dev.openfused.gateway.compose;

import org.jspecify.annotations.NullMarked;
