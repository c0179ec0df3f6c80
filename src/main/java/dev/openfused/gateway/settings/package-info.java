/** Settings as data: names, types, defaults, where a value came from. */
@NullMarked
package dev.openfused.gateway.settings;

import org.jspecify.annotations.NullMarked;
