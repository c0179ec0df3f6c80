package dev.openfused.gateway.api;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The identity of a client where limits apply: its address, or for IPv6 its network of 64 bits, as one client usually has
 * all addresses there.
 */
final class ClientKey {
    private static final int CLIENT_BYTES = 8;

    private ClientKey() {}

    /** Of an address as it is written. */
    static String of(String address) {
        InetAddress literal = Callers.literal(address);
        return literal instanceof Inet6Address ? of(literal) : address;
    }

    /** Of an address. */
    static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), CLIENT_BYTES))
                : address.getHostAddress();
    }
}
