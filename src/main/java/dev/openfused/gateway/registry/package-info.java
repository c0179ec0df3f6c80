/** What a registry says of an agent, how that is checked, and what an agent tells a registry (protocol section 8). */
@NullMarked
package dev.openfused.gateway.registry;

import org.jspecify.annotations.NullMarked;
