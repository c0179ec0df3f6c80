/** The command line: a class a command, texts and flags of protocol section 4. No Camel, no logic of its own. */
@NullMarked
package dev.openfused.gateway.cli;

import org.jspecify.annotations.NullMarked;
