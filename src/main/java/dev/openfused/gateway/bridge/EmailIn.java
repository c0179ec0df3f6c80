package dev.openfused.gateway.bridge;

import dev.openfused.gateway.bridge.EmailOut.Security;
import dev.openfused.gateway.settings.AddressTypes;
import dev.openfused.gateway.settings.AmountTypes;
import dev.openfused.gateway.settings.HostPort;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.time.Duration;
import java.util.List;

/** {@code from=email}: the unread mails of a mailbox become messages to agents. */
public final class EmailIn {
    /** The mail server. */
    public static final Setting<HostPort> SERVER = Setting.required(
            "server", AddressTypes.hostPort(), "The mail server that holds the mailbox, such as imap.example.org:993.");

    /** The folder. */
    public static final Setting<String> FOLDER = Setting.optional(
                    "folder", SettingType.text(), "The folder whose unread mails are taken.")
            .withDefault("INBOX");

    /** How often to look. */
    public static final Setting<Duration> POLL = Setting.optional(
                    "poll",
                    AmountTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
                    "How often the mailbox is looked into.")
            .withDefault("30s");

    /** How the connection is protected. */
    public static final Setting<Security> SECURITY = Setting.optional(
                    "security",
                    SettingType.oneOf(Security.class),
                    "tls: TLS from the start (port 993). starttls: refuse to go on unless the server switches to TLS.")
            .withDefault("tls");

    /** The mailbox's address. */
    public static final Setting<String> ADDRESS = Setting.optional(
            "address",
            AddressTypes.mailAddress(),
            "The mailbox's own address; mail to agents+bob@… then goes to the agent bob instead of recipients.");

    /** Whose mails are taken. */
    public static final Setting<List<String>> SENDERS = Setting.optional(
            "senders",
            SettingType.listOf(SettingType.of("an address or a domain such as @example.org", EmailIn::sender)),
            "Whose mails are taken, by address or @domain of their From; left out, everybody's.");

    /** Who reports the results of checks. */
    public static final Setting<String> AUTHSERV_ID = Setting.optional(
            "authserv-id",
            SettingType.of("a name such as mx.example.org", EmailIn::authservId),
            "The name under which your mail server reports DKIM, SPF and DMARC (Authentication-Results); reports"
                    + " of other servers are ignored.");

    /** Whether that server does not say which domain DMARC passed for. */
    public static final Setting<Boolean> AUTHSERV_OMITS_FROM = Setting.optional(
                    "authserv-omits-from",
                    SettingType.bool(),
                    "true: accept dmarc=pass without header.from, for a mail server that never reports it; it then"
                            + " counts for any From.")
            .withDefault("false");

    /** Whether a check must have passed. */
    public static final Setting<Boolean> REQUIRE_DMARC = Setting.optional(
                    "require-dmarc",
                    SettingType.bool(),
                    "true: accept only mails for which authserv-id reports dmarc=pass for the domain of From.")
            .withDefault("false");

    static final BridgeKind KIND = new BridgeKind(
            "email",
            Direction.IN,
            "Takes the unread mails of a mailbox and seals each to agents (IMAP).",
            """
                A mail is marked as read once what is made of it is on disk, and counts once by its number in the folder. Its \
                subject and its text go to the agents, of HTML the words; attachments are named and stay in the mailbox. \
                Absence notes, delivery reports and whatever else a program sent by itself are passed over, so that nothing goes \
                round in circles; so is who is none of the senders, and a mail whose From is not exactly one address. A From can be \
                anybody's: agents see what the mail server reports of DKIM, SPF and DMARC and for which domain each passed, or \
                that nothing proves the sender. For Microsoft 365 and Gmail set oauth2-token-url.
                """ + RecordSettings.EXPLANATION,
            MailLogIn.settings(
                    List.of(SERVER),
                    SECURITY,
                    FOLDER,
                    POLL,
                    ADDRESS,
                    SENDERS,
                    AUTHSERV_ID,
                    AUTHSERV_OMITS_FROM,
                    REQUIRE_DMARC,
                    RecordSettings.MAX_SIZE,
                    EmailOut.CA,
                    EmailOut.TIMEOUT),
            MailLogIn.requirements(
                    Requirement.anyOf(MailLogIn.PASSWORD, MailLogIn.OAUTH2_TOKEN, MailLogIn.OAUTH2_TOKEN_URL),
                    new Requirement(
                            "would send a password or token over a connection that anybody on the way can read; set"
                                    + " security=tls or starttls",
                            v -> v.get(SECURITY) != Security.NONE),
                    new Requirement(
                            "has require-dmarc, which needs authserv-id",
                            v -> !v.get(REQUIRE_DMARC) || v.has(AUTHSERV_ID.key())),
                    new Requirement(
                            "has authserv-omits-from, which needs authserv-id",
                            v -> !v.get(AUTHSERV_OMITS_FROM) || v.has(AUTHSERV_ID.key()))),
            List.of(
                    "openfuse.bridge.from-mail.from=email",
                    "openfuse.bridge.from-mail.server=imap.example.org:993",
                    "openfuse.bridge.from-mail.user=agents",
                    "openfuse.bridge.from-mail.password={{env:FROM_MAIL_PASSWORD}}",
                    "openfuse.bridge.from-mail.senders=@example.org",
                    "openfuse.bridge.from-mail.recipients=self"));

    private EmailIn() {}

    private static String sender(String text) {
        if (!text.matches("[^\\s@,]{0,64}@[A-Za-z0-9.-]{1,253}")) {
            throw new IllegalArgumentException("is neither an address nor a domain such as @example.org");
        }
        return text;
    }

    private static String authservId(String text) {
        if (!text.matches("[A-Za-z0-9._-]{1,253}")) {
            throw new IllegalArgumentException("is not a name such as mx.example.org");
        }
        return text;
    }
}
