/** {@code openfuse-watch:{folder}}: new and changed files of a folder come out as exchanges; the files stay. */
@NullMarked
package dev.openfused.gateway.camel.watch;

import org.jspecify.annotations.NullMarked;
