package dev.openfused.gateway.api;

import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names under which this server may be addressed: configured ones, {@code localhost} and the machine's
 * addresses. A web page that makes its own host name resolve to us does not know any of those (protocol section 11).
 */
final class KnownHosts {
    private static final String ANY = "*";
    private static final Pattern NAME_AND_PORT = Pattern.compile("([^:]+):[0-9]{1,5}");

    private final boolean any;
    private final Set<String> names = new HashSet<>();
    private final Set<String> configured = new HashSet<>();

    /** Of names, and of {@code name:port} where another port than the one we listen on leads here. */
    KnownHosts(Set<String> settings) {
        this.any = settings.contains(ANY);
        for (String setting : settings) {
            Matcher withPort = NAME_AND_PORT.matcher(setting);
            String host = withPort.matches() ? withPort.group(1) : setting;
            String name = nameOf(host);
            configured.add(name + setting.substring(host.length()));
            names.add(name);
        }
        names.remove(ANY);
        names.add("localhost");
    }

    /** A host as names are compared: lower case, without its final dot, an IPv6 address without its brackets. */
    static String nameOf(HostAndPort authority) {
        return nameOf(authority.host());
    }

    /** The same of what a setting names. A final dot says that a name is whole (RFC 1034, 3.1). */
    static String nameOf(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            return name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** Whether a request for the host of this {@linkplain #nameOf name} may go on. */
    boolean admits(String host) {
        return any || isOurs(host);
    }

    /** Whether it is certainly us who is meant: where any name is admitted, a caller can be led here by another's. */
    boolean isOurs(String host) {
        return names.contains(host) || isOurAddress(host);
    }

    /** Whether the settings say that a name leads here at a port: by itself, at the usual one; else together with it. */
    boolean isConfigured(String host, boolean usual, int port) {
        return (usual && configured.contains(host)) || configured.contains(host + ':' + port);
    }

    private static boolean isOurAddress(String host) {
        InetAddress address = Callers.literal(host);
        if (address == null) {
            return false;
        }
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
