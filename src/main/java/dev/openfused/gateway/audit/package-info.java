/** One line per message and decision: who said what to whom is never in it, only that it was said and what became of it. */
@NullMarked
package dev.openfused.gateway.audit;

import org.jspecify.annotations.NullMarked;
