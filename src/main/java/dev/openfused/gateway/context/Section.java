package dev.openfused.gateway.context;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One section of a context: a line that begins {@code ## } or {@code ### }, and what follows up to the next such line.
 * Sections are told apart by where they stand; two may have the same header.
 */
public final class Section {
    private static final String DONE = "[DONE]";
    private static final Pattern VALIDITY = Pattern.compile("<!-- validity: (\\S+) -->");
    private static final Pattern ADDED = Pattern.compile("<!-- openfuse:added: (.+?) -->");

    /** One char for each byte, so that what is no UTF-8 stays as it is. */
    private final String bytes;

    private final int bodyStart;

    /**
     * A section.
     *
     * @param bytes of all of it, one char for each byte
     * @param bodyStart where the line after the header begins
     */
    Section(String bytes, int bodyStart) {
        this.bytes = bytes;
        this.bodyStart = bodyStart;
    }

    /**
     * Its first line.
     *
     * @return with its {@code #}, without the line's end
     */
    public String header() {
        return text(bytes.substring(0, bodyStart).replaceFirst("\r?\n$", ""));
    }

    /**
     * What stands below the header.
     *
     * @return each line ended by {@code \n}, whatever ends it in the file
     */
    public String content() {
        StringBuilder lines = new StringBuilder();
        text(body()).lines().forEach(line -> lines.append(line).append('\n'));
        return lines.toString();
    }

    /**
     * Whether it is marked to be archived. The mark counts in the header only: text below may speak of it.
     *
     * @return true if the header holds {@code [DONE]}
     */
    public boolean isDone() {
        return bytes.substring(0, bodyStart).contains(DONE);
    }

    /**
     * How long it holds, if it says so below its header; of several such lines the last one counts.
     *
     * @return the validity, or null
     */
    public @Nullable Validity validity() {
        Validity validity = null;
        String added = last(ADDED);
        Matcher m = VALIDITY.matcher(body());
        while (m.find()) {
            Validity read = Validity.read(m.group(1), added);
            validity = read == null ? validity : read;
        }
        return validity;
    }

    /** All of it. */
    String bytes() {
        return bytes;
    }

    /** Its header, a mark in place of what stood below, and the empty lines before the next section. */
    String stale(String mark) {
        String header = bytes.substring(0, bodyStart);
        String end = header.endsWith("\r\n") ? "\r\n" : "\n";
        String blank = body().substring(body().stripTrailing().length());
        int firstLine = blank.indexOf('\n');
        return header + mark + end + (firstLine < 0 ? "" : blank.substring(firstLine + 1));
    }

    private @Nullable String last(Pattern pattern) {
        String found = null;
        Matcher m = pattern.matcher(body());
        while (m.find()) {
            found = text(m.group(1));
        }
        return found;
    }

    private String body() {
        return bytes.substring(bodyStart);
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }
}
