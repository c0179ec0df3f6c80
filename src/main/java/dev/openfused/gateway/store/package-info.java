/** The directory convention. The only package that knows its layout and writes files. */
@NullMarked
package dev.openfused.gateway.store;

import org.jspecify.annotations.NullMarked;
