/** Sign, verify, encrypt, decrypt, digests. The only package that touches {@code java.security}, {@code javax.crypto} and jagged. */
@NullMarked
package dev.openfused.gateway.crypto;

import org.jspecify.annotations.NullMarked;
