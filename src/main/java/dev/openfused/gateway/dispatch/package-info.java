/**
 * Dispatch: a new inbox or outbox file is entered into the queue, once, for every bridge or peer that it concerns. Starting
 * points of bridges, files half-written, and what happened while the gateway was down are decided here.
 */
@NullMarked
package dev.openfused.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
