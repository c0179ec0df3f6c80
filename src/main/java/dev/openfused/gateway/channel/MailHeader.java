package dev.openfused.gateway.channel;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of a mail as its bytes say it. An IMAP server's summary (ENVELOPE) is one reading of these bytes, and the
 * server that checked the sender may have read them in another way; so the sender is read here, from the bytes themselves.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-2.2">RFC 5322, 2.2 Header Fields</a>
 */
public final class MailHeader {
    /** More than mail servers let through: Postfix takes 100 KiB. */
    private static final int LONGEST = 256 * 1024;

    private final List<Field> fields = new ArrayList<>();

    private MailHeader() {}

    private record Field(String name, String value) {}

    /**
     * Reads a mail up to the empty line that ends its header, or to its end.
     *
     * @param mail the mail from its first byte; buffered, as it is read byte by byte
     * @return its header
     * @throws IOException if the mail can't be read
     * @throws RejectedMessageException {@code MALFORMED} if the header is longer than 256 KiB, or holds a NUL or a carriage
     *     return that ends no line: some programs see a line's end there, others none
     */
    public static MailHeader read(InputStream mail) throws IOException, RejectedMessageException {
        MailHeader header = new MailHeader();
        StringBuilder field = new StringBuilder();
        int room = LONGEST;
        for (String line = line(mail, room); !line.isEmpty(); line = line(mail, room)) {
            room -= line.length();
            if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                header.add(field.toString());
                field.setLength(0);
            }
            field.append(line);
        }
        header.add(field.toString());
        return header;
    }

    /** Without its end; a character for each byte, as in ISO 8859-1. */
    private static String line(InputStream mail, int room) throws IOException, RejectedMessageException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean carriageReturn = false;
        for (int b = mail.read(); b >= 0 && b != '\n'; b = mail.read()) {
            if (carriageReturn || b == 0) {
                throw new RejectedMessageException(
                        Reason.MALFORMED, "the header of the mail holds a NUL or a carriage return inside a line");
            }
            carriageReturn = b == '\r';
            if (!carriageReturn) {
                line.write(b);
            }
            if (line.size() > room) {
                throw new RejectedMessageException(
                        Reason.MALFORMED, "the header of the mail is longer than " + LONGEST + " bytes");
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** A line that is no field, such as mbox's first, has no name to be asked for. */
    private void add(String field) {
        int colon = field.indexOf(':');
        if (colon > 0) {
            String value = field.substring(colon + 1);
            byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
            fields.add(new Field(
                    field.substring(0, colon).strip(),
                    Utf8.decode(bytes).orElse(value).strip()));
        }
    }

    /**
     * All fields of one name.
     *
     * @param name in any case
     * @return their values from the top, unfolded: without the line breaks, with the blanks behind them; UTF-8 if they are
     *     that, else ISO 8859-1
     */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /**
     * The uppermost field of one name.
     *
     * @param name in any case
     * @return its value as {@link #all} gives it, empty if there is none
     */
    public String first(String name) {
        return all(name).stream().findFirst().orElse("");
    }
}
