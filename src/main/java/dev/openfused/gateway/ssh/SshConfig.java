package dev.openfused.gateway.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ~/.ssh/config} says (ssh_config(5)): {@code Host} with patterns, {@code Include}, {@code HostName}, {@code
 * Port}, {@code User}, {@code IdentityFile}, {@code IdentitiesOnly}, {@code IdentityAgent}, {@code UserKnownHostsFile},
 * {@code HostKeyAlias}, {@code ProxyJump}. The first value for a host counts. {@code Match} blocks other than {@code Match
 * all} are passed over; a {@code ProxyCommand} is refused, as it would start a program. {@code StrictHostKeyChecking} is
 * always yes.
 */
public final class SshConfig {
    private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");
    private static final Path GLOBAL_KNOWN_HOSTS = Path.of("/etc/ssh/ssh_known_hosts");
    private static final int MOST_JUMPS = 4;
    private static final String NONE = "none";
    private static final Pattern TYPED =
            Pattern.compile("(?:([A-Za-z0-9_.][A-Za-z0-9_.@-]*)@)?([A-Za-z0-9_.][A-Za-z0-9_.-]*)(?::([0-9]{1,5}))?");

    private final List<SshConfigFile.Line> lines;
    private final Path home;
    private final String localUser;
    private final Map<String, String> environment;

    private SshConfig(List<SshConfigFile.Line> lines, Path home, String localUser, Map<String, String> environment) {
        this.lines = lines;
        this.home = home;
        this.localUser = localUser;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads a configuration.
     *
     * @param file a file that must be there, or null for {@code .ssh/config} in the home folder, which may be missing
     * @param home the account's folder; {@code .ssh} in it holds keys and known hosts
     * @param localUser the account's name
     * @param environment {@code SSH_AUTH_SOCK} names the agent's socket
     * @return what it says
     * @throws IOException one line of what is wrong and where
     */
    public static SshConfig read(@Nullable Path file, Path home, String localUser, Map<String, String> environment)
            throws IOException {
        Path usual = home.resolve(".ssh/config");
        List<SshConfigFile.Line> lines = file == null && !Files.exists(usual)
                ? List.of()
                : SshConfigFile.read(file == null ? usual : file, home);
        return new SshConfig(lines, home, localUser, environment);
    }

    /**
     * How to reach a host.
     *
     * @param user the account there, or null for what is configured
     * @param alias a name that may stand in the configuration
     * @param port or 0 for what is configured
     * @return the target
     * @throws IOException one line, if the configuration asks for what can't be done
     */
    public SshTarget resolve(@Nullable String user, String alias, int port) throws IOException {
        return resolve(user, alias, port, MOST_JUMPS);
    }

    /**
     * How to reach a host as one types it.
     *
     * @param typed {@code [user@]host[:port]}
     * @return the target
     * @throws IOException one line, if it is of no such form, or the configuration asks for what can't be done
     */
    public SshTarget resolve(String typed) throws IOException {
        return resolve(typed, MOST_JUMPS);
    }

    private SshTarget resolve(String typed, int jumps) throws IOException {
        Matcher parts = TYPED.matcher(typed);
        if (!parts.matches()) {
            throw new IOException("ssh: '" + typed + "' is not [user@]host[:port]");
        }
        return resolve(
                parts.group(1),
                parts.group(2),
                parts.group(3) == null ? 0 : port(parts.group(3), parts.group(2)),
                jumps);
    }

    private SshTarget resolve(@Nullable String givenUser, String alias, int givenPort, int jumps) throws IOException {
        if (jumps < 0) {
            throw new IOException("ssh: ProxyJump of '" + alias + "' goes through more than " + MOST_JUMPS + " hosts");
        }
        Values values = new Values(alias);
        String command = values.first("proxycommand", NONE);
        if (!command.equalsIgnoreCase(NONE)) {
            throw new IOException("ssh: the configuration of '" + alias
                    + "' has a ProxyCommand, which is not supported; ProxyJump is");
        }
        String host = values.first("hostname", alias).replace("%h", alias).replace("%%", "%");
        String user = givenUser == null ? values.first("user", localUser) : givenUser;
        return new SshTarget(
                alias,
                host,
                givenPort == 0 ? port(values.first("port", SshTarget.DEFAULT_PORT + ""), alias) : givenPort,
                user,
                identities(values, host, user),
                knownHosts(values, host, user),
                values.value("hostkeyalias").orElse(null),
                agent(values, host, user),
                jumps(values.first("proxyjump", NONE), jumps));
    }

    private static int port(String text, String alias) throws IOException {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IOException("ssh: Port of '" + alias + "' is '" + text + "'; write 1 to 65535", e);
        }
        throw new IOException("ssh: Port of '" + alias + "' is '" + text + "'; write 1 to 65535");
    }

    private List<Path> identities(Values values, String host, String user) {
        List<Path> files = new ArrayList<>();
        for (String file : values.all("identityfile")) {
            if (!file.equalsIgnoreCase(NONE)) {
                files.add(path(file, host, user));
            }
        }
        if (values.all("identityfile").isEmpty()) {
            USUAL_KEYS.forEach(key -> files.add(home.resolve(".ssh").resolve(key)));
        }
        return files;
    }

    private List<Path> knownHosts(Values values, String host, String user) {
        List<Path> files = new ArrayList<>();
        String configured = values.first("userknownhostsfile", "~/.ssh/known_hosts ~/.ssh/known_hosts2");
        for (String file : configured.split("\\s+")) {
            if (!file.equalsIgnoreCase(NONE)) {
                files.add(path(file, host, user));
            }
        }
        files.add(GLOBAL_KNOWN_HOSTS);
        return files;
    }

    private @Nullable Path agent(Values values, String host, String user) {
        String socket = values.first("identityagent", "SSH_AUTH_SOCK");
        if (values.first("identitiesonly", "no").equalsIgnoreCase("yes") || socket.equalsIgnoreCase(NONE)) {
            return null;
        }
        if (socket.equals("SSH_AUTH_SOCK")) {
            String inherited = environment.get("SSH_AUTH_SOCK");
            return inherited == null || inherited.isBlank() ? null : Path.of(inherited);
        }
        return path(socket, host, user);
    }

    private List<SshTarget> jumps(String configured, int left) throws IOException {
        List<SshTarget> hosts = new ArrayList<>();
        if (configured.equalsIgnoreCase(NONE)) {
            return hosts;
        }
        for (String each : configured.split(",")) {
            SshTarget jump = resolve(each.strip().replaceFirst("^ssh://", ""), left - 1);
            hosts.addAll(jump.jumps());
            hosts.add(jump);
        }
        return hosts;
    }

    private Path path(String text, String host, String user) {
        String expanded = text.replace("%d", home.toString())
                .replace("%h", host)
                .replace("%r", user)
                .replace("%u", localUser)
                .replace("%%", "%");
        return expanded.startsWith("~/") ? home.resolve(expanded.substring(2)) : home.resolve(expanded);
    }

    /** What the configuration says of one host. */
    private final class Values {
        private final List<SshConfigFile.Line> applying = new ArrayList<>();

        Values(String alias) {
            boolean applies = true;
            for (SshConfigFile.Line line : lines) {
                switch (line.keyword()) {
                    case "host" -> applies = HostPatterns.match(alias, line.arguments());
                    case "match" ->
                        applies = line.arguments().toLowerCase(Locale.ROOT).equals("all");
                    default -> {
                        if (applies) {
                            applying.add(line);
                        }
                    }
                }
            }
        }

        Optional<String> value(String keyword) {
            return applying.stream()
                    .filter(line -> line.keyword().equals(keyword))
                    .map(SshConfigFile.Line::arguments)
                    .findFirst();
        }

        String first(String keyword, String otherwise) {
            return value(keyword).orElse(otherwise);
        }

        List<String> all(String keyword) {
            return applying.stream()
                    .filter(line -> line.keyword().equals(keyword))
                    .map(SshConfigFile.Line::arguments)
                    .toList();
        }
    }
}
