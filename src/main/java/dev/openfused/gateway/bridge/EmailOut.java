package dev.openfused.gateway.bridge;

import dev.openfused.gateway.channel.Wording;
import dev.openfused.gateway.channel.chat.ChatFormat.TextStyle;
import dev.openfused.gateway.message.FileCopy;
import dev.openfused.gateway.settings.AddressTypes;
import dev.openfused.gateway.settings.AmountTypes;
import dev.openfused.gateway.settings.FileTypes;
import dev.openfused.gateway.settings.HostPort;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code to=email}: each message as a mail by SMTP. */
public final class EmailOut {
    /** The mail server. */
    public static final Setting<HostPort> SERVER =
            Setting.required("server", AddressTypes.hostPort(), "The mail server that takes outgoing mail.");

    /** Who gets the mail. */
    public static final Setting<List<String>> ADDRESS =
            Setting.required("address", SettingType.listOf(AddressTypes.mailAddress()), "Who gets the mail.");

    /** The From address. */
    public static final Setting<String> SENDER = Setting.required(
            "sender",
            AddressTypes.mailAddress(),
            "The From address of every mail. Fixed, so that no agent can write in somebody else's name.");

    /** Where answers go. */
    public static final Setting<String> REPLY_TO = Setting.optional(
            "reply-to",
            AddressTypes.mailAddress(),
            "Where answers go; with a from=email bridge for that mailbox they reach the agent who wrote.");

    /** The From name. */
    public static final Setting<String> SENDER_NAME = Setting.optional(
                    "sender-name", SettingType.text(), "The name shown beside the From address.")
            .withDefault("OpenFused Gateway");

    /** How the connection is protected. */
    public static final Setting<Security> SECURITY = Setting.optional(
                    "security",
                    SettingType.oneOf(Security.class),
                    "starttls: refuse to go on unless the server switches to TLS. tls: TLS from the start (port 465). none: readable on the wire.")
            .withDefault("starttls");

    /** The mailing list id. */
    public static final Setting<String> LIST_ID = Setting.optional(
            "list-id",
            SettingType.of("a list id such as ops-mail.example.org", EmailOut::listId),
            "The List-Id header, for people's filters; left out, the bridge's name and the sender's host.");

    /** How the sender's text is read. */
    public static final Setting<TextStyle> TEXT = Setting.optional(
                    "text",
                    SettingType.oneOf(TextStyle.class),
                    "markdown: the HTML part shows it formatted, the plain part as it is. plain: as it is in both.")
            .withDefault("markdown");

    /** The subject. */
    public static final Setting<Wording> SUBJECT = Setting.optional(
                    "subject",
                    SettingType.of("a template such as {from}: {title}", Wording::line),
                    "The subject, with the words of a template in single braces; what nobody vouches for is marked before it.")
            .withDefault("{from}: {title}");

    /** Which files are attached. */
    public static final Setting<List<String>> ATTACH = Setting.optional(
                    "attach",
                    SettingType.listOf(SettingType.of("a file's ending such as pdf, or any or none", EmailOut::ending)),
                    "With source=shared or workspace: the endings of files that are attached, any or none.")
            .withDefault("pdf, png, jpg, jpeg, gif, txt, md, csv, json, docx, xlsx, pptx");

    /** The largest attachment. */
    public static final Setting<Long> ATTACH_LIMIT = Setting.optional(
                    "attach-limit",
                    AmountTypes.size(1, FileCopy.LARGEST),
                    "The largest file that is attached; a larger one is only named.")
            .withDefault("2MiB")
            .in("bytes");

    /** When several go together. */
    public static final Setting<Digest> DIGEST = Setting.optional(
            "digest",
            Digest.TYPE,
            "Collects messages in the queue and sends one mail with them: after a time, such as 1h, or so many, such as 20, or either: 1h, 20.");

    /** Certificate authority. */
    public static final Setting<Path> CA = Setting.optional(
            "ca",
            FileTypes.path(),
            "PEM file with the certificates to trust instead of the public ones, for a private CA.");

    /** How long one mail may take. */
    public static final Setting<Duration> TIMEOUT = Setting.optional(
                    "timeout",
                    AmountTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    "How long the mail server may take to connect or to answer.")
            .withDefault("30s");

    static final BridgeKind KIND = new BridgeKind(
            "email",
            Direction.OUT,
            "Sends each message as a mail by SMTP.",
            """
            The mail has a text and an HTML part. Both begin with who spoke and how far to believe it, set apart from the \
            message so that its text can't imitate them. The HTML part shows the text's Markdown; HTML in it is shown, not obeyed, a \
            link shows where it leads, an image is a link. The subject is the message's first line. Message-ID comes from the \
            message's id, so a mail that had to be sent twice is one mail for programs that look at it. Mails are marked \
            Auto-Submitted, so that absence notes don't answer them.
            A mail the server refuses for good (550 and the like) is dead at once; anything else is retried.""",
            MailLogIn.settings(
                    List.of(SERVER, ADDRESS, SENDER, SENDER_NAME, REPLY_TO, SECURITY),
                    LIST_ID,
                    TEXT,
                    SUBJECT,
                    Templates.TEMPLATE,
                    ATTACH,
                    ATTACH_LIMIT,
                    DIGEST,
                    CA,
                    TIMEOUT),
            MailLogIn.requirements(
                    new Requirement(
                            "has user, which needs password, oauth2-token or oauth2-token-url",
                            v -> !v.has(MailLogIn.USER.key())
                                    || v.has(MailLogIn.PASSWORD.key())
                                    || v.has(MailLogIn.OAUTH2_TOKEN.key())
                                    || v.has(MailLogIn.OAUTH2_TOKEN_URL.key())),
                    new Requirement(
                            "would send a password or token over a connection that anybody on the way can read; set security=starttls or tls",
                            v -> v.find(SECURITY)
                                            .filter(s -> s == Security.NONE)
                                            .isEmpty()
                                    || !v.has(MailLogIn.USER.key()))),
            List.of(
                    "openfuse.bridge.ops-mail.to=email",
                    "openfuse.bridge.ops-mail.accept=trusted",
                    "openfuse.bridge.ops-mail.server=mail.example.org:587",
                    "openfuse.bridge.ops-mail.user=gateway",
                    "openfuse.bridge.ops-mail.password={{env:OPS_MAIL_PASSWORD}}",
                    "openfuse.bridge.ops-mail.sender=gateway@example.org",
                    "openfuse.bridge.ops-mail.address=ops@example.org"));

    private EmailOut() {}

    /** How a connection to a mail server is protected. */
    public enum Security {
        /** Not at all: readable and changeable on the wire. */
        NONE,
        /** Switched to TLS, or broken off. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS
    }

    /**
     * The List-Id of a bridge's mails.
     *
     * @param bridge a bridge of this kind
     * @return what {@code list-id} says, else the bridge's name and the sender's host
     */
    public static String listIdOf(Bridge bridge) {
        String sender = bridge.get(SENDER);
        return bridge.find(LIST_ID).orElse(bridge.name() + "." + sender.substring(sender.indexOf('@') + 1));
    }

    /**
     * Whether a bridge's mails carry a file.
     *
     * @param bridge a bridge of this kind
     * @param file a file
     * @return true if its ending and its size are allowed
     */
    public static boolean attaches(Bridge bridge, FileCopy file) {
        List<String> endings = bridge.get(ATTACH);
        String ending = file.name().substring(file.name().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return !file.content().isEmpty()
                && file.size() <= bridge.get(ATTACH_LIMIT)
                && (endings.contains("any") || endings.contains(ending));
    }

    private static String ending(String text) {
        if (!text.matches("[a-z0-9]{1,16}")) {
            throw new IllegalArgumentException("is not a file's ending such as pdf, in small letters, without a point");
        }
        return text;
    }

    private static String listId(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,200}")) {
            throw new IllegalArgumentException("is not a list id such as ops-mail.example.org");
        }
        return text;
    }
}
