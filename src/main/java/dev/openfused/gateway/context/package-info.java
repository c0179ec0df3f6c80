/** The working memory of an agent, {@code CONTEXT.md}: its sections, how long they hold, what is archived (protocol section 5). */
@NullMarked
package dev.openfused.gateway.context;

import org.jspecify.annotations.NullMarked;
