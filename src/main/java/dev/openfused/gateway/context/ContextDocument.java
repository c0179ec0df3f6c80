package dev.openfused.gateway.context;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A context as it stands in {@code CONTEXT.md}. Immutable. Every byte that is not archived stays as it is, whatever its
 * encoding and line ends.
 */
public final class ContextDocument {
    private static final String STALE = "[STALE \u2014 archived by openfuse compact --prune-stale]";

    /** Lines end with LF or CRLF only: a byte of another encoding ends none. */
    private static final Pattern HEADER = Pattern.compile("(?md)^###? .*$");

    /** One char for each byte. */
    private final String preamble;

    private final List<Section> sections;

    private ContextDocument(String preamble, List<Section> sections) {
        this.preamble = preamble;
        this.sections = List.copyOf(sections);
    }

    /**
     * Reads a context.
     *
     * @param content of the file
     * @return its sections
     */
    public static ContextDocument of(byte[] content) {
        String bytes = new String(content, ISO_8859_1);
        List<Integer> starts = new ArrayList<>();
        Matcher headers = HEADER.matcher(bytes);
        while (headers.find()) {
            starts.add(headers.start());
        }
        starts.add(bytes.length());
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i + 1 < starts.size(); i++) {
            String section = bytes.substring(starts.get(i), starts.get(i + 1));
            int end = section.indexOf('\n');
            sections.add(new Section(section, end < 0 ? section.length() : end + 1));
        }
        return new ContextDocument(bytes.substring(0, starts.get(0)), sections);
    }

    /**
     * Its sections, in order.
     *
     * @return without what stands before the first
     */
    public List<Section> sections() {
        return sections;
    }

    /**
     * What is left, and what is archived.
     *
     * @param context the bytes of what stays
     * @param archived the texts to archive, in order, as the bytes they were
     * @param done how many sections were marked so
     * @param stale how many gave way to a mark
     * @param kept how many stay as they are
     */
    public record Compacted(byte[] context, List<byte[]> archived, int done, int stale, int kept) {}

    /**
     * Takes out the sections that are done and, if asked to, empties those that nobody should rely on any more.
     *
     * @param pruneStale whether sections with a confidence below {@link Validity#PRUNED} are archived, too
     * @param now the time to judge at
     * @return what is left and what is archived
     */
    public Compacted compact(boolean pruneStale, Instant now) {
        StringBuilder left = new StringBuilder(preamble);
        List<byte[]> archived = new ArrayList<>();
        int done = 0;
        int stale = 0;
        for (Section section : sections) {
            if (section.isDone()) {
                done++;
                archived.add(section.bytes().getBytes(ISO_8859_1));
            } else if (pruneStale && isStale(section, now)) {
                stale++;
                archived.add(section.bytes().getBytes(ISO_8859_1));
                left.append(section.stale(latin(STALE)));
            } else {
                left.append(section.bytes());
            }
        }
        return new Compacted(
                left.toString().getBytes(ISO_8859_1), archived, done, stale, sections.size() - done - stale);
    }

    private static boolean isStale(Section section, Instant now) {
        Validity validity = section.validity();
        return validity != null && validity.confidence(now) < Validity.PRUNED;
    }

    /**
     * Adds a text at the end, with the time. The time goes below the header of each section that the text begins, as it
     * is that section's; what comes before the first of them belongs to the section that was the last one.
     *
     * @param content of the file so far
     * @param text what to add, as it is
     * @param now the time
     * @return the new content
     */
    public static byte[] append(byte[] content, String text, Instant now) {
        String added = "<!-- openfuse:added: " + Rfc3339.format(now) + " -->\n";
        StringBuilder stamped = new StringBuilder("\n");
        String rest = latin(text);
        Matcher headers = HEADER.matcher(rest);
        int at = 0;
        if (!headers.lookingAt()) {
            stamped.append(added);
        }
        headers.reset();
        while (headers.find()) {
            stamped.append(rest, at, headers.start()).append(headers.group());
            int next = rest.indexOf('\n', headers.start());
            at = next < 0 ? rest.length() : next + 1;
            stamped.append(next < 0 ? "\n" : rest.substring(headers.end(), at)).append(added);
        }
        stamped.append(rest.substring(at));
        return (new String(content, ISO_8859_1) + stamped).getBytes(ISO_8859_1);
    }

    private static String latin(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
