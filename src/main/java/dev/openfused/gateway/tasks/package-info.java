/** A2A tasks as the protocol keeps them (protocol section 9). */
@NullMarked
package dev.openfused.gateway.tasks;

import org.jspecify.annotations.NullMarked;
