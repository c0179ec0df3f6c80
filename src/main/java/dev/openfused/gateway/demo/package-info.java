/**
 * {@code openfuse demo}: three real gateways, a mail server and a webhook's far end on this machine, and messages that
 * travel between them. An edge: it uses the command line and {@code serve} from outside, as an operator does.
 */
@NullMarked
package dev.openfused.gateway.demo;

import org.jspecify.annotations.NullMarked;
