package dev.openfused.gateway.channel;

import dev.openfused.gateway.channel.FieldScanner.MalformedFieldException;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import java.util.List;

/**
 * The sender that a mail names: its one From field with one mailbox. Groups, routes, comments inside an address and anything
 * else that other programs may read in another way are refused.
 *
 * @param local what stands before the @, without quotes
 * @param domain what stands behind it, in lower case, international labels as {@code xn--…}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.4">RFC 5322, 3.4 Address Specification</a>
 */
public record MailSender(String local, String domain) {
    private static final int LONGEST_LOCAL = 64;
    private static final String AMBIGUOUS_IN_COMMENTS = "\"<>";
    private static final String ATOM_SIGNS = "!#$%&'*+-/=?^_`{|}~";

    /**
     * Reads the sender of a mail.
     *
     * @param header its header
     * @return the sender
     * @throws RejectedMessageException {@code MALFORMED} if there is not one From field with one address
     */
    public static MailSender read(MailHeader header) throws RejectedMessageException {
        List<String> from = header.all("From");
        try {
            if (from.size() != 1) {
                throw new MalformedFieldException(from.size() + " fields");
            }
            return mailbox(new FieldScanner(from.get(0), AMBIGUOUS_IN_COMMENTS));
        } catch (MalformedFieldException e) {
            throw new RejectedMessageException(Reason.MALFORMED, "the mail is not from exactly one address", e);
        }
    }

    private static MailSender mailbox(FieldScanner from) throws MalformedFieldException {
        from.skipComments();
        int start = from.position();
        if (skipName(from) && from.take('<')) {
            MailSender sender = address(from);
            from.require('>');
            return last(from, sender);
        }
        from.back(start);
        return last(from, address(from));
    }

    private static MailSender last(FieldScanner from, MailSender sender) throws MalformedFieldException {
        from.skipComments();
        if (!from.ended()) {
            throw new MalformedFieldException("something is left over at " + from.position());
        }
        return sender;
    }

    /** A name is words; dots stand in it, too (J. Doe), though the standard wants them in quotes. */
    private static boolean skipName(FieldScanner from) throws MalformedFieldException {
        while (!from.ended() && !from.isAt('<')) {
            if (from.isAt('"')) {
                from.quotedString();
            } else if (from.takeWhile(c -> isAtom(c) || c == '.').isEmpty()) {
                return false;
            }
            from.skipComments();
        }
        return true;
    }

    private static MailSender address(FieldScanner from) throws MalformedFieldException {
        String local = from.isAt('"') ? from.quotedString() : dotAtom(from);
        from.require('@');
        String domain = MailDomain.of(dotAtom(from)).orElseThrow(() -> new MalformedFieldException("no domain"));
        if (local.isEmpty() || local.length() > LONGEST_LOCAL) {
            throw new MalformedFieldException("the local part is empty or longer than " + LONGEST_LOCAL);
        }
        return new MailSender(local, domain);
    }

    private static String dotAtom(FieldScanner from) throws MalformedFieldException {
        StringBuilder text = new StringBuilder(from.word(MailSender::isAtom));
        while (from.take('.')) {
            text.append('.').append(from.word(MailSender::isAtom));
        }
        return text.toString();
    }

    private static boolean isAtom(int c) {
        return FieldScanner.isLetterOrDigit(c) || ATOM_SIGNS.indexOf(c) >= 0 || c > 0x9F; // RFC 6532
    }

    /**
     * The address.
     *
     * @return such as {@code ann@example.com}; in quotes what would else not be one
     */
    public String address() {
        boolean plain = local.chars().allMatch(c -> isAtom(c) || c == '.');
        String quoted = plain ? local : '"' + local.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return quoted + '@' + domain;
    }

    /**
     * Whether a list names this sender.
     *
     * @param allowed addresses, and domains such as {@code @example.org}, which do not stand for those below them
     * @return true if one of them is the address or its domain; letters count alike in either case
     */
    public boolean isAmong(List<String> allowed) {
        return allowed.stream().anyMatch(each -> {
            int at = each.lastIndexOf('@');
            String before = each.substring(0, at);
            return each.substring(at + 1).equalsIgnoreCase(domain) && (before.isEmpty() || sameLocal(before));
        });
    }

    /** Letters beyond ASCII count as they are: some are another one's capital. */
    private boolean sameLocal(String other) {
        return local.equals(other)
                || (local.equalsIgnoreCase(other) && (local + other).chars().allMatch(c -> c < 128));
    }
}
