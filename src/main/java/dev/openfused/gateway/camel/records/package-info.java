/**
 * Steps of the bridges whose far end takes or brings records: files, messages of brokers, whatever a Camel endpoint
 * carries.
 */
@NullMarked
package dev.openfused.gateway.camel.records;

import org.jspecify.annotations.NullMarked;
