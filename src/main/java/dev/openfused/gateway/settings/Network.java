package dev.openfused.gateway.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of IP addresses in CIDR notation. One of IPv4 never contains an IPv6 address, nor the other way round. */
public final class Network {
    /** No part begins with 0: some programs read that as octal. */
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    private final byte[] prefix;
    private final int bits;

    private Network(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or one address. Never asks a name server.
     *
     * @param text as typed
     * @return the range
     * @throws IllegalArgumentException if it is none of these
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] prefix = literal(slash < 0 ? text : text.substring(0, slash));
        String bits = slash < 0 ? String.valueOf(prefix.length * 8) : text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > prefix.length * 8) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a network: the prefix length is 0 to " + prefix.length * 8);
        }
        return new Network(prefix, Integer.parseInt(bits));
    }

    /**
     * Whether a text is written like an address or a network, rather than like a host name.
     *
     * @param text as typed
     * @return true if {@link #parse} is the one to read it
     */
    public static boolean looksLikeOne(String text) {
        String address = text.contains("/") ? text.substring(0, text.indexOf('/')) : text;
        return text.contains("/")
                || IPV4.matcher(address).matches()
                || IPV6.matcher(address).matches();
    }

    /**
     * Whether an address is in it.
     *
     * @param address of either family
     * @return true if it is
     */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((bytes[i / 8] & mask) != (prefix[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] literal(String address) {
        if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
            throw new IllegalArgumentException("'" + address + "' is not an IP address");
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + address + "' is not an IP address", e);
        }
    }
}
