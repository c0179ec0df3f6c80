/** Bridges as data: kinds, their settings, what they accept. */
@NullMarked
package dev.openfused.gateway.bridge;

import org.jspecify.annotations.NullMarked;
