/** What happened to which message: one line per message and decision, no contents. Knows only messages. */
@NullMarked
package dev.openfused.gateway.audit;

import org.jspecify.annotations.NullMarked;
