package dev.openfused.gateway.outbound;

import dev.openfused.gateway.message.VisibleText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A connection was refused by us, before anything was sent. It is a failure to try again: the name may resolve elsewhere
 * later, or the operator allows it.
 */
public final class GuardedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1;

    /**
     * Names what was refused and the setting that allows it.
     *
     * @param host as it was written
     * @param address what it resolved to
     * @param setting the full name of the setting that allows it, or null if none does
     */
    GuardedAddressException(String host, InetAddress address, @Nullable String setting) {
        super("not connecting to " + VisibleText.of(host) + ": " + address.getHostAddress()
                + " is not a public address"
                + (setting == null ? "" : "; to allow it, add the host or its network to " + setting));
    }

    /**
     * For a host that can't be read.
     *
     * @param host as it was written
     * @param unreadable says so
     */
    GuardedAddressException(String host, IllegalArgumentException unreadable) {
        super("not connecting to " + VisibleText.of(host) + ": it is neither a host name nor an IP address");
        initCause(unreadable);
    }
}
