package dev.openfused.gateway.settings;

import static java.util.Locale.ROOT;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host as somebody wrote it, normalised: a name, or every address that programs read it as. IPv4 addresses are also
 * written with octal, hexadecimal or fewer parts ({@code 0177.0.0.1}, {@code 0x7f000001}, {@code 127.1}), and what one
 * program takes for octal is decimal to the next. Never asks a name server.
 *
 * @param name in lower case and ASCII, without brackets, zone and final dot; an address in its usual notation
 * @param addresses what it may be read as; empty for a name
 * @see <a href="https://url.spec.whatwg.org/#host-parsing">URL Standard, 3.5 Host parsing</a>
 */
public record HostText(String name, List<InetAddress> addresses) {
    private static final int LONGEST = 253;
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern IPV6 = Pattern.compile("([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(%.*)?");
    private static final Set<String> LOOPBACK_NAMES = Set.of(
            "localhost",
            "localhost.localdomain",
            "localhost4",
            "localhost4.localdomain4",
            "localhost6",
            "localhost6.localdomain6",
            "ip6-localhost",
            "ip6-loopback");

    /**
     * Copies the addresses.
     *
     * @param name normalised
     * @param addresses what it may be read as
     */
    public HostText {
        addresses = List.copyOf(addresses);
    }

    /**
     * Reads one.
     *
     * @param text such as {@code example.org}, {@code 192.0.2.1}, {@code [::1]}
     * @return what it says
     * @throws IllegalArgumentException one line, if it is neither a name nor an address
     */
    public static HostText parse(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        if (bracketed || bare.indexOf(':') >= 0) {
            return ipv6(text, bare);
        }
        String name = ascii(text);
        if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
            throw unreadable(text, null);
        }
        if (NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches()) {
            return ipv4(text, name.split("\\.", -1));
        }
        return new HostText(name, List.of());
    }

    /**
     * Whether it is an address, rather than a name.
     *
     * @return true if it has a reading as an address
     */
    public boolean isAddress() {
        return !addresses.isEmpty();
    }

    /**
     * Whether it is a name that means the machine it is looked up on.
     *
     * @return true for {@code localhost} and what hosts files call it
     */
    public boolean isLoopbackName() {
        return LOOPBACK_NAMES.contains(name) || name.endsWith(".localhost");
    }

    /** Full-width digits, ideographic full stops and the like become what they stand for (RFC 3490). */
    private static String ascii(String text) {
        try {
            String ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(ROOT);
            return ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        } catch (IllegalArgumentException e) {
            throw unreadable(text, e);
        }
    }

    private static HostText ipv6(String text, String bare) {
        Matcher form = IPV6.matcher(bare);
        if (!form.matches()) {
            throw unreadable(text, null);
        }
        try {
            InetAddress address = InetAddress.getByName(form.group(1));
            return new HostText(address.getHostAddress(), List.of(address));
        } catch (UnknownHostException e) {
            throw unreadable(text, e);
        }
    }

    private static HostText ipv4(String text, String[] parts) {
        Set<InetAddress> readings = new LinkedHashSet<>();
        for (int leadingZero : new int[] {10, 8}) {
            long value = value(parts, leadingZero);
            if (value >= 0) {
                readings.add(address(value));
            }
        }
        if (readings.isEmpty()) {
            throw unreadable(text, null);
        }
        List<InetAddress> addresses = new ArrayList<>(readings);
        return new HostText(
                String.join(
                        " or ",
                        addresses.stream().map(InetAddress::getHostAddress).toList()),
                addresses);
    }

    /** The 32 bits, the last part filling what the others leave; -1 if it is no address in this reading. */
    private static long value(String[] parts, int leadingZero) {
        if (parts.length > 4) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            int bits = last ? 8 * (4 - i) : 8;
            long part = number(parts[i], leadingZero);
            if (part < 0 || part >= 1L << bits) {
                return -1;
            }
            value = value << bits | part;
        }
        return value;
    }

    private static long number(String part, int leadingZero) {
        try {
            if (part.startsWith("0x")) {
                return part.length() == 2 ? 0 : Long.parseLong(part.substring(2), 16);
            }
            return Long.parseLong(part, part.startsWith("0") ? leadingZero : 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static InetAddress address(long value) {
        byte[] bytes = {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static IllegalArgumentException unreadable(String text, @Nullable Exception cause) {
        return new IllegalArgumentException("'" + text + "' is neither a host name nor an IP address", cause);
    }
}
