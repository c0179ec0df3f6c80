package dev.openfused.gateway.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The gateway's own settings. Bridges have theirs under {@code openfuse.bridge.}. */
public final class GatewaySettings {
    /** What stands before all keys of ours; an unknown key that begins so is a mistake. */
    public static final String PREFIX = "openfuse.";

    /** What stands before a bridge's name. */
    public static final String BRIDGE_PREFIX = "openfuse.bridge.";

    /** What stands before the settings of one of several stores. */
    public static final String STORES_PREFIX = "openfuse.stores.";

    /** The registry of the original's authors. */
    public static final String PUBLIC_REGISTRY = "https://registry.openfused.dev";

    /** The store's directory. */
    public static final Setting<Path> STORE = Setting.optional(
                    "openfuse.store", FileTypes.path(), "The agent's store; serve makes it if there is none.")
            .withDefault("store");

    /** The workspace. */
    public static final Setting<Path> WORKSPACE = Setting.optional(
            "openfuse.workspace",
            FileTypes.path(),
            "The workspace whose files bridges with source=workspace carry; left out, the store itself.");

    /** The agent's name in a new store. */
    public static final Setting<String> NAME = Setting.optional(
                    "openfuse.name",
                    SettingType.of("a name", GatewaySettings::name),
                    "The agent's name if serve has to make the store; an existing store keeps its own.")
            .withDefault("gateway");

    /** Several stores. */
    public static final Setting<List<String>> STORES = Setting.optional(
            "openfuse.stores",
            SettingType.listOf(SettingType.of("a name", GatewaySettings::name)),
            "Several stores in one process, by name, instead of openfuse.store; each has openfuse.stores.NAME"
                    + " settings.");

    /** Folder of the installation's own routes. */
    public static final Setting<Path> ROUTES = Setting.optional(
                    "openfuse.routes",
                    FileTypes.path(),
                    "The installation's routes; a file here wins over the one of the same name in the jar.")
            .withDefault("routes");

    /** Address to listen on. */
    public static final Setting<String> HTTP_HOST = Setting.optional(
                    "openfuse.http.host",
                    SettingType.of("a host name or address", GatewaySettings::host),
                    "Address to listen on; 0.0.0.0 opens the gateway to the network.")
            .withDefault("127.0.0.1");

    /** Port to listen on. */
    public static final Setting<Integer> HTTP_PORT = Setting.optional(
                    "openfuse.http.port", AmountTypes.integer(0, 65535), "Port to listen on; 0 takes a free one.")
            .withDefault("2053");

    /** Names of this server. */
    public static final Setting<List<String>> HTTP_HOSTS = Setting.optional(
            "openfuse.http.hosts",
            SettingType.listOf(SettingType.of("a host name or *", GatewaySettings::hostName)),
            "Host names requests may be addressed to beside this machine's addresses; name:port if"
                    + " another port is mapped here; * is any.");

    /** Requests at a time. */
    public static final Setting<Integer> HTTP_WORKERS = Setting.optional(
                    "openfuse.http.workers",
                    AmountTypes.integer(1, 1024),
                    "Requests worked on at a time; many wait for the disk together, which commits them together.")
            .withDefault("64");

    /** Connections at a time. */
    public static final Setting<Integer> HTTP_CONNECTIONS = Setting.optional(
                    "openfuse.http.connections",
                    AmountTypes.integer(1, 100_000),
                    "Connections open at a time; one more takes the place of the one that has waited longest for a"
                            + " request.")
            .withDefault("10000");

    /** Connections of one client address. */
    public static final Setting<Integer> HTTP_CONNECTIONS_PER_ADDRESS = Setting.optional(
                    "openfuse.http.connections-per-address",
                    AmountTypes.integer(1, 100_000),
                    "Connections open at a time from one address (IPv6: /64); one more closes its longest"
                            + " idle one. Exempt: http.proxies.")
            .withDefault("4000");

    /** Requests of one client address. */
    public static final Setting<Rate> HTTP_RATE = Setting.optional(
            "openfuse.http.rate",
            AmountTypes.rate(),
            "How often each client address may ask, such as 600/m; more is answered 429. Left out, as often as it"
                    + " likes.");

    /** Largest request body. */
    public static final Setting<Long> HTTP_BODY_LIMIT = Setting.optional(
                    "openfuse.http.body-limit",
                    AmountTypes.size(1024, 64L << 20),
                    "Largest request body; a larger one is answered 413 and the connection closed. Messages"
                            + " are limited to 4MiB.")
            .withDefault("1MiB")
            .in("bytes");

    /** How long a connection may wait between two requests. */
    public static final Setting<Duration> HTTP_IDLE_TIMEOUT = Setting.optional(
                    "openfuse.http.idle-timeout",
                    timeout(),
                    "How long a connection may wait between two requests, so that idle ones don't pile up.")
            .withDefault("60s");

    /** How long the head of a request may take. */
    public static final Setting<Duration> HTTP_HEADER_TIMEOUT = Setting.optional(
                    "openfuse.http.header-timeout",
                    timeout(),
                    "How long the head of a request may take, so that slow senders don't hold connections.")
            .withDefault("10s");

    /** How long the body of a request may take. */
    public static final Setting<Duration> HTTP_BODY_TIMEOUT = Setting.optional(
                    "openfuse.http.body-timeout",
                    timeout(),
                    "How long the body of a request may take; raise it for peers behind slow lines.")
            .withDefault("30s");

    /** How long a client may leave its answer unread. */
    public static final Setting<Duration> HTTP_ANSWER_TIMEOUT = Setting.optional(
                    "openfuse.http.answer-timeout",
                    timeout(),
                    "How long a client may take to read each 64 KiB of an answer, or its rest; a slower one"
                            + " is disconnected.")
            .withDefault("30s");

    /** Whether peers may list and read files. */
    public static final Setting<Boolean> HTTP_FILES = Setting.optional(
                    "openfuse.http.files",
                    SettingType.bool(),
                    "Whether peers may list and read CONTEXT.md, shared/ and knowledge/; serve --public is false.")
            .withDefault("true");

    /** Whether who binds challenges is held to it. */
    public static final Setting<Boolean> HTTP_BOUND_CHALLENGES = Setting.optional(
                    "openfuse.http.bound-challenges",
                    SettingType.bool(),
                    "Whether a peer that bound a challenge to this server once has to do so always; prevents relays.")
            .withDefault("true");

    /** Server certificate. */
    public static final Setting<Path> HTTP_CERTIFICATE = Setting.optional(
            "openfuse.http.certificate",
            FileTypes.path(),
            "PEM file with the server's certificate chain; with http.key it switches TLS on. Read again when it"
                    + " changes.");

    /** Server key. */
    public static final Setting<Path> HTTP_KEY = Setting.optional(
            "openfuse.http.key", FileTypes.path(), "PEM file with the key of http.certificate, not encrypted.");

    /** Authorities of clients. */
    public static final Setting<Path> HTTP_CLIENT_CA = Setting.optional(
            "openfuse.http.client-ca",
            FileTypes.path(),
            "PEM file with authorities; callers must then show a certificate of theirs. Left out, none is asked for.");

    /** Reverse proxies. */
    public static final Setting<List<Network>> HTTP_PROXIES = Setting.optional(
            "openfuse.http.proxies",
            SettingType.listOf(AddressTypes.network()),
            "Reverse proxies, by address or network: X-Forwarded-For, -Proto, -Host and X-Request-Id of theirs are"
                    + " believed.");

    /** Web pages that may call. */
    public static final Setting<List<String>> HTTP_ORIGINS = Setting.optional(
                    "openfuse.http.origins",
                    SettingType.listOf(SettingType.of(
                            "a web origin such as https://example.org, *, or none", GatewaySettings::origin)),
                    "Web pages whose scripts may call (CORS); * is any, none is none.")
            .withDefault("https://openfused.dev, https://claude.ai");

    /** Access log. */
    public static final Setting<Boolean> ACCESS_LOG = Setting.optional(
                    "openfuse.access.log", SettingType.bool(), "One line for each HTTP request, no bodies, no secrets.")
            .withDefault("true");

    /** Access log's file. */
    public static final Setting<Path> ACCESS_FILE = Setting.optional(
            "openfuse.access.file", FileTypes.path(), "Where those lines go; left out, they stand in the log.");

    /** Time to stop. */
    public static final Setting<Duration> STOP_TIMEOUT = Setting.optional(
                    "openfuse.stop-timeout",
                    timeout(),
                    "How long stopping may take; what is under way and not finished by then is gone on with at the"
                            + " next start.")
            .withDefault("30s");

    /** The queue's database. */
    public static final Setting<String> QUEUE_URL = Setting.optional(
            "openfuse.queue.url",
            SettingType.of("a JDBC address such as jdbc:postgresql://db.example.org/openfuse", GatewaySettings::jdbc),
            "The queue's database; left out, SQLite in the store. PostgreSQL when several gateways share the work.");

    /** Database user. */
    public static final Setting<String> QUEUE_USER =
            Setting.optional("openfuse.queue.user", SettingType.text(), "The database user, for PostgreSQL.");

    /** Database password. */
    public static final Setting<Secret> QUEUE_PASSWORD =
            Setting.optional("openfuse.queue.password", SecretTypes.secret(), "The database password, for PostgreSQL.");

    /** Retention of finished deliveries. */
    public static final Setting<Duration> QUEUE_KEEP = Setting.optional(
                    "openfuse.queue.keep",
                    AmountTypes.duration(),
                    "How long done and dropped deliveries and their sealed copies are kept; dead ones wait for you.")
            .withDefault("30d");

    /** Size of what is kept of finished deliveries. */
    public static final Setting<Long> QUEUE_KEEP_SIZE = Setting.optional(
                    "openfuse.queue.keep-size",
                    AmountTypes.size(1 << 20, 1L << 40),
                    "Queue size above which the oldest finished deliveries are erased before queue.keep; each"
                            + " takes about 4 KiB.")
            .withDefault("2GiB");

    /** What a gateway does whose queue is not the one that the store had. */
    public enum WhenLost {
        /** Says so and goes on. */
        CONTINUE,
        /** Says so and ends. */
        STOP
    }

    /** When the queue's state is lost. */
    public static final Setting<WhenLost> QUEUE_WHEN_LOST = Setting.optional(
                    "openfuse.queue.when-lost",
                    SettingType.oneOf(WhenLost.class),
                    "What to do if the database was deleted, replaced or emptied. continue: log it and start;"
                            + " stop: exit with status 1.")
            .withDefault("continue");

    /** Largest age of a received message. */
    public static final Setting<Duration> RECEIVE_MAX_AGE = Setting.optional(
                    "openfuse.receive.max-age",
                    AmountTypes.duration(Duration.ofSeconds(10), Duration.ofDays(1)),
                    "How long ago, or ahead, a message posted to the inbox may be signed; limits replays.")
            .withDefault("10m");

    /** How often one key may post. */
    public static final Setting<Rate> RECEIVE_RATE = Setting.optional(
            "openfuse.receive.rate",
            AmountTypes.rate(),
            "How often each sender's key may post, such as 60/m, so that none floods the inbox; left out, no limit.");

    /** Largest inbox. */
    public static final Setting<Integer> RECEIVE_INBOX_LIMIT = Setting.optional(
            "openfuse.receive.inbox-limit",
            AmountTypes.integer(1, 100_000_000),
            "Messages of keys in the keyring that inbox/ may hold; more are answered 507. Default: no limit.");

    /** Strangers' part of the inbox. */
    public static final Setting<Integer> RECEIVE_UNKNOWN_LIMIT = Setting.optional(
            "openfuse.receive.unknown-limit",
            AmountTypes.integer(1, 100_000_000),
            "Messages of all other keys that inbox/ may hold beside those; more are answered 507."
                    + " Default: receive.inbox-limit.");

    /** One sender's part of the inbox. */
    public static final Setting<Integer> RECEIVE_SENDER_LIMIT = Setting.optional(
            "openfuse.receive.sender-limit",
            AmountTypes.integer(1, 100_000_000),
            "Messages of any one key that inbox/ may hold; more are answered 507. Default: no limit.");

    /** Messages of strangers. */
    public static final Setting<UnknownSenders> RECEIVE_UNKNOWN = Setting.optional(
                    "openfuse.receive.unknown",
                    SettingType.oneOf(UnknownSenders.class),
                    "Messages of keys that are not in the keyring: accept, quarantine until you release them, or"
                            + " refuse.")
            .withDefault("accept");

    /** Largest quarantine. */
    public static final Setting<Integer> RECEIVE_QUARANTINE_LIMIT = Setting.optional(
                    "openfuse.receive.quarantine-limit",
                    AmountTypes.integer(1, 100_000_000),
                    "Messages that inbox/.quarantine/ may hold, so that strangers don't fill the disk; more get 507.")
            .withDefault("10000");

    /** How long an own message is signed again. */
    public static final Setting<Duration> DELIVER_RESEND_FOR = Setting.optional(
                    "openfuse.deliver.resend-for",
                    AmountTypes.duration(Duration.ofMinutes(10), Duration.ofDays(365)),
                    "How long a message for a peer that is away is tried and signed again before it is parked.")
            .withDefault("7d");

    /** How long one push to a peer may take. */
    public static final Setting<Duration> DELIVER_TIMEOUT = Setting.optional(
                    "openfuse.deliver.timeout", timeout(), "How long one push to a peer may take.")
            .withDefault("30s");

    /** First wait of a delivery to a peer. */
    public static final Setting<Duration> DELIVER_RETRY_FIRST = Setting.optional(
                    "openfuse.deliver.retry-first",
                    AmountTypes.duration(Duration.ofMillis(10), Duration.ofDays(1)),
                    "Wait before a push to a peer is tried again; doubled each time.")
            .withDefault("1s");

    /** Longest wait of a delivery to a peer. */
    public static final Setting<Duration> DELIVER_RETRY_LONGEST = Setting.optional(
                    "openfuse.deliver.retry-longest",
                    AmountTypes.duration(Duration.ofMillis(10), Duration.ofDays(7)),
                    "Longest wait between two tries of a push to a peer.")
            .withDefault("30m");

    /** Private networks that peers may be in. */
    public static final Setting<List<String>> SYNC_ALLOW_PRIVATE = Setting.optional(
            "openfuse.sync.allow-private",
            SettingType.listOf(AddressTypes.hostOrNetwork()),
            "Loopback or private hosts and networks that peers and registries may be at, beside SSH"
                    + " hosts in known_hosts.");

    /** How often peers are synced. */
    public static final Setting<Duration> SYNC_EVERY = Setting.optional(
                    "openfuse.sync.every",
                    AmountTypes.duration(Duration.ZERO, Duration.ofDays(7)),
                    "How often serve fetches each peer's mail and files, give or take a tenth; 0s never.")
            .withDefault("60s");

    /** Longest wait for a peer that is away. */
    public static final Setting<Duration> SYNC_RETRY_LONGEST = Setting.optional(
                    "openfuse.sync.retry-longest",
                    AmountTypes.duration(Duration.ofMillis(10), Duration.ofDays(7)),
                    "Longest wait before a peer that does not answer is asked again; it begins with sync.every and"
                            + " doubles.")
            .withDefault("30m");

    /** How many peers are synced at a time. */
    public static final Setting<Integer> SYNC_PARALLEL = Setting.optional(
                    "openfuse.sync.parallel", AmountTypes.integer(1, 256), "How many peers are synced at a time.")
            .withDefault("8");

    /** The registry. */
    public static final Setting<String> REGISTRY = Setting.optional(
                    "openfuse.registry",
                    SettingType.of("an http(s) address or a folder", GatewaySettings::registry),
                    "Where register, discover and subscribe look agents up: an address, or a folder of manifests.")
            .withDefault(PUBLIC_REGISTRY);

    /** DNS before the registry. */
    public static final Setting<String> REGISTRY_DNS = Setting.optional(
                    "openfuse.registry.dns",
                    SettingType.of("system, none or host:port", GatewaySettings::dns),
                    "DNS asked before a registry: system, this machine's, for the public registry only; none; or"
                            + " host:port, always.")
            .withDefault("system");

    /** How long one request of a sync may take. */
    public static final Setting<Duration> SYNC_TIMEOUT = Setting.optional(
                    "openfuse.sync.timeout", timeout(), "How long one request of a sync may take, answer included.")
            .withDefault("30s");

    /** How often a peer without versions is asked for files that seem the same. */
    public static final Setting<Duration> SYNC_RECHECK = Setting.optional(
                    "openfuse.sync.recheck",
                    AmountTypes.duration(Duration.ZERO, Duration.ofDays(365)),
                    "How often a file of the same size is fetched again from a peer that gives no versions of files.")
            .withDefault("1h");

    /** How many files are kept of one peer. */
    public static final Setting<Integer> SYNC_FILES = Setting.optional(
                    "openfuse.sync.files",
                    AmountTypes.integer(1, 1_000_000),
                    "Files that are kept of one peer; more are left out.")
            .withDefault("10000");

    /** The largest file of a peer. */
    public static final Setting<Long> SYNC_LARGEST_FILE = Setting.optional(
                    "openfuse.sync.largest-file",
                    AmountTypes.size(1, 1L << 30),
                    "The largest file that is fetched from a peer; it is held in memory.")
            .withDefault("16MiB");

    /** All files of a peer. */
    public static final Setting<Long> SYNC_SIZE = Setting.optional(
                    "openfuse.sync.size",
                    AmountTypes.size(1, 1L << 40),
                    "How much is kept of one peer, all files together; more are left out.")
            .withDefault("1GiB");

    /** Configuration of SSH. */
    public static final Setting<Path> SSH_CONFIG = Setting.optional(
            "openfuse.ssh.config",
            FileTypes.path(),
            "The configuration for peers over SSH, as of ssh_config(5); left out, ~/.ssh/config if it is there.");

    /** Passphrase of SSH keys. */
    public static final Setting<Secret> SSH_PASSPHRASE = Setting.optional(
            "openfuse.ssh.passphrase", SecretTypes.secret(), "Opens private SSH keys that are encrypted.");

    /** Private networks that bridges may call. */
    public static final Setting<List<String>> OUTBOUND_ALLOW_PRIVATE = Setting.optional(
            "openfuse.outbound.allow-private",
            SettingType.listOf(AddressTypes.hostOrNetwork()),
            "Loopback or private hosts and networks that webhook and chat bridges may call. Other"
                    + " bridges are not restricted.");

    /** Proxy for outgoing HTTP. */
    public static final Setting<URI> OUTBOUND_PROXY = Setting.optional(
            "openfuse.outbound.proxy",
            AddressTypes.uri("http"),
            "HTTP proxy for calls of bridges and to peers; left out, they connect directly.");

    /** When a file counts as written. */
    public static final Setting<Durability> DURABILITY = Setting.optional(
                    "openfuse.durability",
                    SettingType.oneOf(Durability.class),
                    "full: on disk (fsync) before it is acknowledged. relaxed: faster, a power cut may lose the last"
                            + " moments.")
            .withDefault("full");

    /** How often folders are read in full. */
    public static final Setting<Duration> WATCH_RESCAN = Setting.optional(
                    "openfuse.watch.rescan",
                    AmountTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
                    "How often watched folders are read in full, should the system have lost an event.")
            .withDefault("5m");

    /** Log level. */
    public static final Setting<String> LOG_LEVEL = Setting.optional(
                    "openfuse.log.level",
                    SettingType.oneOf("error", "warn", "info", "debug"),
                    "How much is logged, on standard output.")
            .withDefault("info");

    /** Audit log. */
    public static final Setting<Path> AUDIT_FILE = Setting.optional(
            "openfuse.audit.file",
            FileTypes.path(),
            "One line for each message and decision, no contents; left out, they stand in the log.");

    /** All of them, in the order {@code openfuse config} shows them. */
    public static final List<Setting<?>> ALL = List.of(
            STORE,
            WORKSPACE,
            NAME,
            STORES,
            ROUTES,
            HTTP_HOST,
            HTTP_PORT,
            HTTP_HOSTS,
            HTTP_WORKERS,
            HTTP_CONNECTIONS,
            HTTP_CONNECTIONS_PER_ADDRESS,
            HTTP_RATE,
            HTTP_BODY_LIMIT,
            HTTP_IDLE_TIMEOUT,
            HTTP_HEADER_TIMEOUT,
            HTTP_BODY_TIMEOUT,
            HTTP_ANSWER_TIMEOUT,
            HTTP_FILES,
            HTTP_BOUND_CHALLENGES,
            HTTP_CERTIFICATE,
            HTTP_KEY,
            HTTP_CLIENT_CA,
            HTTP_PROXIES,
            HTTP_ORIGINS,
            QUEUE_URL,
            QUEUE_USER,
            QUEUE_PASSWORD,
            QUEUE_KEEP,
            QUEUE_KEEP_SIZE,
            QUEUE_WHEN_LOST,
            RECEIVE_MAX_AGE,
            RECEIVE_RATE,
            RECEIVE_INBOX_LIMIT,
            RECEIVE_UNKNOWN_LIMIT,
            RECEIVE_SENDER_LIMIT,
            RECEIVE_UNKNOWN,
            RECEIVE_QUARANTINE_LIMIT,
            DELIVER_RESEND_FOR,
            DELIVER_TIMEOUT,
            DELIVER_RETRY_FIRST,
            DELIVER_RETRY_LONGEST,
            SYNC_ALLOW_PRIVATE,
            SYNC_EVERY,
            SYNC_RETRY_LONGEST,
            SYNC_PARALLEL,
            REGISTRY,
            REGISTRY_DNS,
            SYNC_TIMEOUT,
            SYNC_RECHECK,
            SYNC_FILES,
            SYNC_LARGEST_FILE,
            SYNC_SIZE,
            SSH_CONFIG,
            SSH_PASSPHRASE,
            OUTBOUND_ALLOW_PRIVATE,
            OUTBOUND_PROXY,
            DURABILITY,
            WATCH_RESCAN,
            STOP_TIMEOUT,
            LOG_LEVEL,
            AUDIT_FILE,
            ACCESS_LOG,
            ACCESS_FILE);

    private GatewaySettings() {}

    /** What becomes of messages for whose sender the keyring does not vouch. */
    public enum UnknownSenders {
        /** They are in the inbox like any other, and shown as unverified. */
        ACCEPT,
        /** They wait in {@code inbox/.quarantine/}, and go to nobody, until they are released. */
        QUARANTINE,
        /** They are turned away. */
        REFUSE
    }

    /** When a file counts as written. */
    public enum Durability {
        /** When it and its directory are on disk. */
        FULL,
        /** When the system has it. */
        RELAXED
    }

    /**
     * Reads the gateway's settings and looks for keys and variables that were meant to be some.
     *
     * @param resolver looks them up
     * @param sources where they stand
     * @param problems takes what is wrong
     * @return the values; use them only if there were no problems
     */
    public static ResolvedSettings resolve(SettingsResolver resolver, SettingSources sources, Problems problems) {
        List<String> known = ALL.stream()
                .flatMap(s -> s.secret() ? Stream.of(s.key(), s.key() + "-file") : Stream.of(s.key()))
                .map(key -> key.substring(PREFIX.length()))
                .toList();
        sources.keys().forEach((key, origin) -> {
            if (key.startsWith(PREFIX)
                    && !key.startsWith(BRIDGE_PREFIX)
                    && !key.startsWith(STORES_PREFIX)
                    && !known.contains(key.substring(PREFIX.length()))) {
                problems.add(key + " (" + origin + ") is no setting"
                        + Nearest.to(key.substring(PREFIX.length()), known)
                                .map(near -> "; did you mean '" + PREFIX + near + "'?")
                                .orElse(""));
            }
        });
        refuseHalfOfTls(resolver, problems);
        return resolver.resolve(ALL, "");
    }

    private static void refuseHalfOfTls(SettingsResolver resolver, Problems problems) {
        List<String> unset = Stream.of(HTTP_CERTIFICATE, HTTP_KEY, HTTP_CLIENT_CA)
                .map(Setting::key)
                .filter(key -> resolver.find(key).isEmpty())
                .toList();
        List<String> missing = Stream.of(HTTP_CERTIFICATE, HTTP_KEY)
                .map(Setting::key)
                .filter(unset::contains)
                .toList();
        if (unset.size() < 3 && !missing.isEmpty()) {
            problems.add(String.join(" and ", missing) + (missing.size() == 1 ? " is" : " are")
                    + " missing: TLS takes a certificate and its key");
        }
    }

    private static SettingType<Duration> timeout() {
        return AmountTypes.duration(Duration.ofMillis(100), Duration.ofHours(1));
    }

    private static String registry(String text) {
        if (!text.matches("\\P{Cntrl}+") || (text.contains("://") && !text.matches("(?i)https?://[^\\s@]+"))) {
            throw new IllegalArgumentException("is neither an http(s) address nor a folder");
        }
        return text;
    }

    private static String dns(String text) {
        if (!text.equals("system") && !text.equals("none")) {
            AddressTypes.hostPort().parser().parse(text, Path.of(""));
        }
        return text;
    }

    private static String name(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") || text.contains("..")) {
            throw new IllegalArgumentException(
                    "is not a name: 1-64 letters, digits, '.', '_' or '-', the first a letter or digit, no '..'");
        }
        return text;
    }

    private static String hostName(String text) {
        if (!text.equals("*") && !text.matches("[A-Za-z0-9._:-]{1,253}")) {
            throw new IllegalArgumentException("is no host name");
        }
        return text;
    }

    private static String origin(String text) {
        if (!text.matches("\\*|none|https?://([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?")) {
            throw new IllegalArgumentException("is not a web origin such as https://example.org (no path), * or none");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String host(String text) {
        if (!text.matches("[A-Za-z0-9.-]{1,253}|[0-9A-Fa-f:.]{2,45}")) {
            throw new IllegalArgumentException("is not a host name or address, such as 127.0.0.1");
        }
        return text;
    }

    private static String jdbc(String text) {
        if (!text.startsWith("jdbc:postgresql:") && !text.startsWith("jdbc:sqlite:")) {
            throw new IllegalArgumentException("is neither jdbc:postgresql:… nor jdbc:sqlite:…");
        }
        if (text.contains("password=")) {
            throw new IllegalArgumentException("holds a password; use openfuse.queue.password, which is never printed");
        }
        return text;
    }
}
