/** Connections of bridges to brokers and file servers: for each bridge a Camel component of its own. */
@NullMarked
package dev.openfused.gateway.camel.brokers;

import org.jspecify.annotations.NullMarked;
