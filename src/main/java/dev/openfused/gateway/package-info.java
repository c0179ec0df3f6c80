/** Where everything comes together: the main class, the running gateway, the installation it finds itself in. */
@NullMarked
package dev.openfused.gateway;

import org.jspecify.annotations.NullMarked;
