/**
 * Ways to peers over SSH: SFTP, and SCP for hosts that have no SFTP, as Camel's endpoints are set up for them. Begin with
 * {@link dev.openfused.gateway.camel.ssh.SshPeerWays}. Host keys are always checked.
 */
@NullMarked
package dev.openfused.gateway.camel.ssh;

import org.jspecify.annotations.NullMarked;
