package dev.openfused.gateway.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's address.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without its brackets
 * @param port 1-65535
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9](?:[A-Za-z0-9._-]{0,253}))):([0-9]{1,5})");

    /**
     * Reads {@code host:port} or {@code [IPv6]:port}.
     *
     * @param text as typed
     * @return the address
     * @throws IllegalArgumentException what is expected
     */
    public static HostPort parse(String text) {
        Matcher m = FORM.matcher(text);
        if (m.matches()) {
            int port = Integer.parseInt(m.group(3));
            if (port >= 1 && port <= 65535) {
                return new HostPort(m.group(1) != null ? m.group(1) : m.group(2), port);
            }
        }
        throw new IllegalArgumentException("is not a server: write host:port, such as mail.example.org:587");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? '[' + host + ']' : host) + ':' + port;
    }
}
