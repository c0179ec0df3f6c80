package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.AddressTypes;
import dev.openfused.gateway.settings.AmountTypes;
import dev.openfused.gateway.settings.FileTypes;
import dev.openfused.gateway.settings.HostPort;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code to=sftp}: each message as a file in a directory of another machine. */
public final class SftpOut {
    /** The machine. */
    public static final Setting<HostPort> SERVER =
            Setting.required("server", AddressTypes.hostPort(), "The SSH server, such as files.example.org:22.");

    /** The user. */
    public static final Setting<String> USER = Setting.required("user", SettingType.text(), "The account there.");

    /** The directory. */
    public static final Setting<String> DIRECTORY = Setting.required(
            "directory", SettingType.text(), "The directory there, from the account's own; it has to be there.");

    /** The key. */
    public static final Setting<Path> KEY =
            Setting.optional("key", FileTypes.path(), "The private key to log in with, as ssh-keygen writes it.");

    /** The passphrase. */
    public static final Setting<Secret> PASSPHRASE =
            Setting.optional("passphrase", SecretTypes.secret(), "Opens an encrypted key.");

    /** The password. */
    public static final Setting<Secret> PASSWORD =
            Setting.optional("password", SecretTypes.secret(), "The password of the account, instead of a key.");

    /** Known hosts. */
    public static final Setting<Path> KNOWN_HOSTS = Setting.optional(
                    "known-hosts",
                    FileTypes.path(),
                    "The keys of servers, as in ssh; one that is not there, or differs, is refused.")
            .withDefault("~/.ssh/known_hosts");

    /** How long one file may take. */
    public static final Setting<Duration> TIMEOUT = Setting.optional(
                    "timeout",
                    AmountTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    "How long the server may take to connect or to answer.")
            .withDefault("30s");

    static final BridgeKind KIND = new BridgeKind(
            "sftp",
            Direction.OUT,
            "Puts each message as a JSON file into a directory of another machine, by SFTP.",
            """
            The file is named by the message's time and id, so it is the same file at each try, and sorts by time. It is \
            written under a name that begins with a dot and renamed: a reader sees whole files only. The JSON object is that \
            of to=webhook. The server's key must be known. Whatever fails is retried: none of it is the message's fault.""",
            List.of(SERVER, USER, DIRECTORY, KEY, PASSPHRASE, PASSWORD, KNOWN_HOSTS, TIMEOUT),
            List.of(Requirement.anyOf(KEY, PASSWORD), Requirement.needs(PASSPHRASE, KEY)),
            List.of(
                    "openfuse.bridge.drop.to=sftp",
                    "openfuse.bridge.drop.server=files.example.org:22",
                    "openfuse.bridge.drop.user=openfuse",
                    "openfuse.bridge.drop.key=/etc/openfuse/drop_key",
                    "openfuse.bridge.drop.directory=incoming"));

    private SftpOut() {}
}
