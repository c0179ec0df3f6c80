/**
 * The steps of routes, each a few lines over the core: {@code signMessage}, {@code verifySignature}, {@code
 * encryptMessage}, {@code decryptMessage}, {@code sealMessage}, {@code openMessage}, {@code acceptMessage}.
 */
@NullMarked
package dev.openfused.gateway.camel.steps;

import org.jspecify.annotations.NullMarked;
