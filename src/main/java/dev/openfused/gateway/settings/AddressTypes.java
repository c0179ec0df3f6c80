package dev.openfused.gateway.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Types of settings that say where others are: URIs, servers, networks, mailboxes. */
public final class AddressTypes {
    private static final Pattern HOST_OR_NETWORK = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|[0-9.]{7,15}/[0-9]{1,2}|[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?");
    private static final Pattern MAIL_ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?");

    private AddressTypes() {}

    /**
     * An absolute URI with a host.
     *
     * @param schemes those allowed
     * @return the type
     */
    public static SettingType<URI> uri(String... schemes) {
        List<String> allowed = List.of(schemes);
        String description = "an address that begins "
                + String.join(" or ", Arrays.stream(schemes).map(s -> s + "://").toList());
        return SettingType.of(description, text -> {
            URI uri;
            try {
                uri = new URI(text);
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("is not " + description, e);
            }
            String scheme = uri.getScheme();
            if (scheme == null || !allowed.contains(scheme.toLowerCase(Locale.ROOT)) || uri.getHost() == null) {
                String hint = scheme == null ? "" : Nearest.hint(scheme, allowed);
                throw new IllegalArgumentException("is not " + description + hint);
            }
            if (uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException("holds a user or password; addresses are printed, secrets are not");
            }
            return uri;
        });
    }

    /**
     * A server, {@code host:port}.
     *
     * @return the type
     */
    public static SettingType<HostPort> hostPort() {
        return SettingType.of("a server such as mail.example.org:587", HostPort::parse);
    }

    /**
     * A host name, an address, or a network such as {@code 10.0.0.0/8} or {@code fd00::/8}.
     *
     * @return the type
     */
    public static SettingType<String> hostOrNetwork() {
        return SettingType.of("a host name, address or network such as 10.0.0.0/8", text -> {
            if (!HOST_OR_NETWORK.matcher(text).matches()) {
                throw new IllegalArgumentException("is not a host name, an address or a network such as 10.0.0.0/8");
            }
            requireUsualNotation(text);
            return text;
        });
    }

    private static void requireUsualNotation(String text) {
        HostText host;
        try {
            if (Network.looksLikeOne(text)) {
                Network.parse(text);
                return;
            }
            host = HostText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not a host name, an address or a network such as 10.0.0.0/8", e);
        }
        if (host.isAddress()) {
            throw new IllegalArgumentException("is an address in an unusual notation; write " + host.name());
        }
    }

    /**
     * An address or a network such as {@code 10.0.0.0/8} or {@code fd00::/8}.
     *
     * @return the type
     */
    public static SettingType<Network> network() {
        return SettingType.of("an address or a network such as 10.0.0.0/8", text -> {
            try {
                return Network.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("is not an address or a network such as 10.0.0.0/8", e);
            }
        });
    }

    /**
     * A mail address, without a display name.
     *
     * @return the type
     */
    public static SettingType<String> mailAddress() {
        return SettingType.of("a mail address such as ops@example.org", text -> {
            if (!MAIL_ADDRESS.matcher(text).matches() || text.contains("..")) {
                throw new IllegalArgumentException("is not a mail address such as ops@example.org");
            }
            return text;
        });
    }
}
