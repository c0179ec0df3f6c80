package dev.openfused.gateway.cli;

import dev.openfused.gateway.settings.ResolvedSettings;
import java.io.IOException;
import java.util.function.Consumer;

/** Opens ways back to this machine from hosts that we can log in to. */
@FunctionalInterface
public interface TunnelOpener {
    /** A tunnel that is kept up until it is closed. */
    interface Tunnel extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Opens one; it comes up in the background, and again whenever it breaks.
     *
     * @param settings the gateway's: configuration of SSH, passphrase, time limits
     * @param host {@code [user@]host[:port]}, where host may be an alias
     * @param remotePort where the host listens, on its loopback address unless its sshd says otherwise
     * @param localPort where it leads to, on ours
     * @param told lines for people: up, down and why
     * @return to be closed
     * @throws IOException one line, if the host can't be made sense of
     */
    Tunnel open(ResolvedSettings settings, String host, int remotePort, int localPort, Consumer<String> told)
            throws IOException;
}
