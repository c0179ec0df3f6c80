/** Accepting what arrives from outside: verified, fresh, not known before, on disk; then, and only then, accepted. */
@NullMarked
package dev.openfused.gateway.receive;

import org.jspecify.annotations.NullMarked;
