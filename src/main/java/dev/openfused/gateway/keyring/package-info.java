/** Who is known, and how far trusted: the question that a good signature alone does not answer. */
@NullMarked
package dev.openfused.gateway.keyring;

import org.jspecify.annotations.NullMarked;
