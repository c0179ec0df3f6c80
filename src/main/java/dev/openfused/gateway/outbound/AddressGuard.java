package dev.openfused.gateway.outbound;

import dev.openfused.gateway.settings.HostText;
import dev.openfused.gateway.settings.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which addresses we connect to. Someone who can name a host must not get us to speak to our own machine, our
 * own network or a cloud's metadata service (server-side request forgery), so whole ranges are refused unless the
 * operator allows a host or network by name. The decision is about the address that is really connected to, each time:
 * names resolve to one thing now and another later.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA IPv4 special-purpose registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA IPv6 special-purpose registry</a>
 */
public final class AddressGuard {
    /** Allows public addresses only. */
    public static final AddressGuard PUBLIC_ONLY = new AddressGuard(Set.of(), List.of(), null);

    private static final List<Network> REFUSED_IPV4 = networks(
            "0.0.0.0/8", // unspecified, this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // metadata of one cloud, outside the usual range
            "169.254.0.0/16", // link-local, metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments, metadata
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, broadcast

    /** Outside this range nothing is public: ::, ::1, IPv4-mapped, NAT64, unique-local, link-local, multicast. */
    private static final Network GLOBAL_IPV6 = Network.parse("2000::/3");

    private static final List<Network> REFUSED_IPV6 = networks(
            "2001::/23", // protocol assignments, Teredo
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4: holds any IPv4 address
            "3fff::/20"); // documentation

    private final Set<String> hosts;
    private final List<Network> networks;
    private final @Nullable String setting;

    private AddressGuard(Set<String> hosts, List<Network> networks, @Nullable String setting) {
        this.hosts = Set.copyOf(hosts);
        this.networks = List.copyOf(networks);
        this.setting = setting;
    }

    /**
     * Public addresses, and what is listed.
     *
     * @param allowed host names, addresses and networks, see {@link #allowing(List, String)}
     * @return the guard; its refusals name no setting
     * @throws IllegalArgumentException one line that names the entry that is none of these
     */
    public static AddressGuard allowing(List<String> allowed) {
        return of(allowed, null);
    }

    /**
     * Public addresses, and what the operator lists.
     *
     * @param allowed host names (that very name, whatever it resolves to), addresses and networks such as {@code
     *     10.1.0.0/16} or {@code ::1}
     * @param setting the full name of the setting that lists them, for refusals
     * @return the guard
     * @throws IllegalArgumentException one line that names the entry that is none of these
     */
    public static AddressGuard allowing(List<String> allowed, String setting) {
        return of(allowed, setting);
    }

    private static AddressGuard of(List<String> allowed, @Nullable String setting) {
        Set<String> hosts = new HashSet<>();
        List<Network> networks = new ArrayList<>();
        for (String entry : allowed) {
            String bare = unbracketed(entry.strip());
            if (Network.looksLikeOne(bare)) {
                networks.add(Network.parse(bare));
            } else {
                HostText host = HostText.parse(bare);
                if (host.isAddress()) {
                    throw new IllegalArgumentException(
                            "'" + entry + "' is an address in an unusual notation; write " + host.name());
                }
                hosts.add(host.name());
            }
        }
        return new AddressGuard(hosts, networks, setting);
    }

    /**
     * The same guard that also lets one host through, such as a proxy the operator set.
     *
     * @param host its name or address
     * @return a new guard
     */
    AddressGuard andAllowing(String host) {
        Set<String> more = new HashSet<>(hosts);
        more.add(canonical(host));
        return new AddressGuard(more, networks, setting);
    }

    /**
     * Whether we may connect.
     *
     * @param host the name that led to the address, as the operator or a peer wrote it
     * @param address what it resolved to
     * @return true if the address is public, or the host or its network is allowed
     */
    public boolean allows(String host, InetAddress address) {
        return isPublic(address)
                || hosts.contains(canonical(host))
                || networks.stream().anyMatch(n -> n.contains(address));
    }

    /**
     * The same, as an exception to throw.
     *
     * @param host the name that led to the address
     * @param address what it resolved to
     * @throws GuardedAddressException if we may not connect
     */
    public void require(String host, InetAddress address) throws GuardedAddressException {
        if (!allows(host, address)) {
            throw new GuardedAddressException(host, address, setting);
        }
    }

    /**
     * Decides on a host from its text alone, for a proxy that resolves names and connects by itself. A name is the proxy's to
     * guard, unless it means the machine itself; an address in whatever notation is judged here, as is what nobody can say
     * how the proxy reads.
     *
     * @param host as the operator or a peer wrote it
     * @throws GuardedAddressException if the proxy may not be asked for it
     */
    void requireAsWritten(String host) throws GuardedAddressException {
        HostText written;
        try {
            written = HostText.parse(host);
        } catch (IllegalArgumentException e) {
            throw new GuardedAddressException(host, e);
        }
        for (InetAddress reading : written.addresses()) {
            require(host, reading);
        }
        if (written.isLoopbackName()) {
            require(host, InetAddress.getLoopbackAddress());
        }
    }

    private static boolean isPublic(InetAddress address) {
        if (address instanceof Inet6Address) {
            return GLOBAL_IPV6.contains(address) && REFUSED_IPV6.stream().noneMatch(n -> n.contains(address));
        }
        return REFUSED_IPV4.stream().noneMatch(n -> n.contains(address));
    }

    private static String canonical(String host) {
        try {
            return HostText.parse(host).name();
        } catch (IllegalArgumentException e) {
            return host; // equals none of those allowed
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static List<Network> networks(String... texts) {
        return List.of(texts).stream().map(Network::parse).toList();
    }
}
