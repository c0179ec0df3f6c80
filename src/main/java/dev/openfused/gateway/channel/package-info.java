/** A message as mail, chat or webhook text, and back. Pure functions. */
@NullMarked
package dev.openfused.gateway.channel;

import org.jspecify.annotations.NullMarked;
