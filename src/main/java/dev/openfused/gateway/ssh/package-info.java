/**
 * Whom {@code ssh} would connect to, and how: what {@code ~/.ssh/config} says of a host (ssh_config(5)). Begin with {@link
 * dev.openfused.gateway.ssh.SshConfig}. Nothing here connects.
 */
@NullMarked
package dev.openfused.gateway.ssh;

import org.jspecify.annotations.NullMarked;
