/** Noticing new and changed files in folders where they stay and may be many. Plain JDK; knows no other package. */
@NullMarked
package dev.openfused.gateway.watch;

import org.jspecify.annotations.NullMarked;
