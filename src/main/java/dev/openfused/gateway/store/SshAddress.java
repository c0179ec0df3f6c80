package dev.openfused.gateway.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A store that is reached over SSH: {@code ssh://host:/path}, where host is usually an alias of {@code ~/.ssh/config}, or
 * {@code ssh://user@host:port/path} (protocol section 7). None of its parts begins with {@code -} or holds anything that
 * means something to a shell.
 *
 * @param user the account, or null for what the configuration says
 * @param host an alias or a name or address
 * @param port 1 to 65535, or 0 for what the configuration says
 * @param path of the store: absolute, or from the account's home on
 */
public record SshAddress(@Nullable String user, String host, int port, String path) {
    private static final String SCHEME = "ssh://";
    private static final Pattern FORM = Pattern.compile(SCHEME
            + "(?:(?<user>[A-Za-z0-9_.][A-Za-z0-9_.-]*)@)?"
            + "(?<host>[A-Za-z0-9_.][A-Za-z0-9_.-]*|\\[[0-9A-Fa-f:.]{2,45}\\])"
            + "(?::(?<port>[0-9]{1,5})(?=/)|:)?"
            + "(?<path>(?:(?<=:)[A-Za-z0-9_.~]|/)[A-Za-z0-9_./~+@-]*)");
    private static final String HOME = "~/";

    /**
     * Whether an address is of this kind, well-formed or not.
     *
     * @param url any text
     * @return true if it begins with {@code ssh://}
     */
    public static boolean isOne(String url) {
        return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /**
     * Reads an address.
     *
     * @param url any text
     * @return its parts; empty if it is not of one of the forms above
     */
    public static Optional<SshAddress> parse(String url) {
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            return Optional.empty();
        }
        int port = form.group("port") == null ? 0 : Integer.parseInt(form.group("port"));
        if (form.group("port") != null && (port < 1 || port > 65_535)) {
            return Optional.empty();
        }
        String host = form.group("host");
        return Optional.of(new SshAddress(
                form.group("user"),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                fromHome(form.group("path"))));
    }

    /** What SFTP calls relative begins at home as it is. */
    private static String fromHome(String path) {
        String bare = path.startsWith("/" + HOME) ? path.substring(1) : path;
        if (bare.startsWith(HOME)) {
            bare = bare.substring(HOME.length());
        }
        while (bare.length() > 1 && bare.endsWith("/")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        return bare.isEmpty() || bare.equals("~") ? "." : bare;
    }
}
