/** The envelope, the bytes a signature covers, names and times. Knows no other package. */
@NullMarked
package dev.openfused.gateway.message;

import org.jspecify.annotations.NullMarked;
