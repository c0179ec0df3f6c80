package dev.openfused.gateway.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Replaces in a text what a browser would run, load or follow by itself, each by {@code [REMOVED: …]}. Every other character
 * stays as it is.
 *
 * <p>Where a tag begins depends on who reads: what is a comment, a value in quotes or the text of a textarea for one program
 * is code between backticks for another, and what follows is a tag. So a tag is looked for at each {@code <}, by jsoup's
 * parser as if nothing stood before it. Tags that go on to the end are ended by the wrapper behind the text.
 *
 * <p>A program that reads XML goes by an element's local name: {@code s:script} is a script if the file says that {@code s}
 * stands for XHTML. What a prefix stands for is not looked up, so any prefix counts.
 *
 * @see <a href="https://www.w3.org/TR/xml-names/#ns-qualnames">Namespaces in XML, 4 Qualified Names</a>
 */
final class ActiveMarkup {
    /** They go with what is in them. */
    private static final Set<String> ELEMENTS = Set.of("script", "iframe", "object", "applet");

    private static final Set<String> TAGS = Set.of("embed", "link", "base", "form", "frame", "frameset");

    private static final String META = "meta"; // with http-equiv it is a command, else a remark

    private static final Set<String> ACTIVE =
            Stream.of(ELEMENTS, TAGS, Set.of(META)).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    /** What a name begins with in XML; in HTML only the letters of ASCII. */
    private static final String FIRST = "[A-Za-z_\\x{80}-\\x{10FFFF}]";

    /** A name that may be an active one, in a group without its prefix. A {@code <} ends it, so all are read in one go. */
    private static final String LOCAL_NAME = "(?:" + FIRST + "[^\\s/<>=:\"'!?]*+:)?+([A-Za-z]++)(?=[\\s/>])";

    private static final Pattern NAME = Pattern.compile(LOCAL_NAME);
    private static final Pattern HANDLER = Pattern.compile("on[a-z]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern TAG = Pattern.compile("<(?=/?" + FIRST + ")");
    private static final Pattern END_TAG = Pattern.compile("</" + LOCAL_NAME + "[^<>]*+>?+");

    /** What browsers pass over in an address. */
    private static final Pattern IGNORED = Pattern.compile("[\\s\\p{Cntrl}\\p{Cf}]+");

    /** Where an attribute may do something: most tags are passed over, as there is none in them. */
    private static final Pattern SUSPECT =
            Pattern.compile("on[a-z]++\\s*+=|http-equiv|script|&(?=[#a-z])", Pattern.CASE_INSENSITIVE);

    /** jsoup keeps 512 attributes of one tag, and a browser more. */
    private static final int MOST_BLANKS = 500;

    private static final int LONGEST_TAG = 16 * 1024;

    /** A replacement can make a tag of what was none before: then the text is looked at again. */
    private static final int MOST_PASSES = 5;

    private static final int MOST_READ = 10_000;

    /** How many characters are read, for each of the text and besides. */
    private static final int READS = 2;

    private static final int ALWAYS_READ = 1_000_000;

    private final Parser parser = Parser.xmlParser().setTrackPosition(true);
    private final List<Edit> edits = new ArrayList<>();
    private final Set<String> unclosed = new HashSet<>();
    private final String text;
    private final String closed;
    private final Matcher suspects;
    private int suspect = -1;
    private int firstEnd;
    private int reads = MOST_READ;
    private long room;

    private ActiveMarkup(String text, String behind) {
        this.text = text;
        this.closed = text + behind;
        this.suspects = SUSPECT.matcher(closed);
        this.room = (long) READS * closed.length() + ALWAYS_READ;
    }

    /** From one character up to another. */
    private record Edit(int start, int end, String replacement) {}

    /**
     * Replaces it.
     *
     * @param text any text
     * @param behind what will stand behind it, with a {@code >}
     * @return the text without active markup; of one in which 10,000 tags may be active, or that is made to cost time, each
     *     tag begins with a character reference, and so does a single one of more than 16 KiB or 500 attributes
     */
    static String removed(String text, String behind) {
        String cleaned = text;
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            ActiveMarkup found = new ActiveMarkup(cleaned, behind);
            if (!found.find()) {
                break;
            }
            if (found.edits.isEmpty()) {
                return cleaned;
            }
            cleaned = found.edited();
        }
        return TAG.matcher(cleaned).replaceAll("&lt;");
    }

    static String replacement(String what) {
        return "[REMOVED: " + what + "]";
    }

    /** False if it costs too much. */
    private boolean find() {
        Matcher tags = TAG.matcher(text);
        int from = 0;
        while (from < text.length() && tags.find(from) && reads > 0 && room > 0) {
            int at = tags.start();
            from = text.charAt(at + 1) == '/' ? endTag(at) : startTag(at);
        }
        return reads > 0 && room > 0;
    }

    private int endTag(int at) {
        Matcher tag = END_TAG.matcher(closed).region(at, closed.length());
        if (tag.lookingAt()) {
            String name = tag.group(1).toLowerCase(Locale.ROOT);
            if (ELEMENTS.contains(name) || TAGS.contains(name)) {
                return remove(at, tag.end(), name + " tag");
            }
        }
        return at + 1;
    }

    private int startTag(int at) {
        int end = firstEnd(at);
        String name = localName(at);
        if (!ACTIVE.contains(name) && !isSuspect(at, end)) {
            return at + 1;
        }
        Element tag = null;
        while (tag == null) {
            if (end - at > LONGEST_TAG || blanks(at, end) > MOST_BLANKS) {
                edits.add(new Edit(at, at + 1, "&lt;"));
                return at + 1;
            }
            tag = read(at, end);
            end = tag == null ? closed.indexOf('>', end) + 1 : end;
            if (end == 0) {
                return at + 1; // it never ends, so it is none
            }
        }
        return judge(name, tag, at);
    }

    /** Behind the next {@code >}; there is one behind the text. */
    private int firstEnd(int at) {
        if (firstEnd <= at) {
            firstEnd = closed.indexOf('>', at) + 1;
        }
        return firstEnd;
    }

    /** In lower case; empty if it is no letters of ASCII, as those of active elements are. */
    private String localName(int at) {
        Matcher name = NAME.matcher(closed).region(at + 1, closed.length());
        return name.lookingAt() ? name.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /** Whether an attribute may do something in the tag that begins there, and ends there unless that is in quotes. */
    private boolean isSuspect(int at, int end) {
        while (suspect < at) {
            suspect = suspects.find() ? suspects.start() : closed.length();
        }
        return suspect < end || (suspect < closed.length() && mayGoOn(at, end));
    }

    private boolean mayGoOn(int at, int end) {
        return end - at > LONGEST_TAG || closed.substring(at, end).chars().anyMatch(c -> c == '"' || c == '\'');
    }

    private long blanks(int at, int end) {
        return closed.substring(at, end)
                .chars()
                .filter(c -> c <= ' ' || c == '/')
                .count();
    }

    /** Its name begins with another letter: jsoup takes those of ASCII only. */
    private @Nullable Element read(int at, int end) {
        reads--;
        room -= end - at;
        Document read = parser.parseInput("<x" + closed.substring(at + 2, end), "");
        return read.childNodeSize() > 0 && read.childNode(0) instanceof Element tag ? tag : null;
    }

    private int judge(String name, Element tag, int at) {
        int end = at + tag.sourceRange().endPos();
        if (ELEMENTS.contains(name)) {
            return remove(at, elementEnd(name, end), name + " tag");
        }
        if (TAGS.contains(name) || (name.equals(META) && tag.attributes().hasKeyIgnoreCase("http-equiv"))) {
            return remove(at, end, name + " tag");
        }
        tag.attributes().forEach(attribute -> judge(attribute, at));
        return at + 1;
    }

    private void judge(Attribute attribute, int at) {
        Range.AttributeRange range = attribute.sourceRange();
        int start = at + range.valueRange().startPos();
        int end = at + range.valueRange().endPos();
        if (start >= end) {
            return; // without a value it does nothing
        }
        char before = closed.charAt(start - 1);
        if (HANDLER.matcher(attribute.getKey()).matches()) {
            boolean quoted = before == '"' || before == '\'';
            remove(at + range.nameRange().startPos(), quoted ? end + 1 : end, "event handler");
        } else if (isScript(attribute.getValue())) {
            remove(start, end, "javascript URI");
        }
    }

    private static boolean isScript(String address) {
        return IGNORED.matcher(address).replaceAll("").regionMatches(true, 0, "javascript:", 0, "javascript:".length());
    }

    private int remove(int start, int end, String what) {
        int last = Math.min(end, text.length());
        edits.add(new Edit(start, last, replacement(what)));
        return last;
    }

    /** Behind the first tag that closes it; where none does, behind its own. */
    private int elementEnd(String name, int from) {
        if (!unclosed.contains(name)) {
            Matcher end = END_TAG.matcher(text);
            for (int at = from; at < text.length() && end.find(at); at = end.end()) {
                if (end.group(1).equalsIgnoreCase(name)) {
                    return end.end();
                }
            }
            unclosed.add(name);
        }
        return from;
    }

    private String edited() {
        edits.sort(Comparator.comparingInt(Edit::start));
        StringBuilder out = new StringBuilder(text.length());
        int copied = 0;
        for (Edit edit : edits) {
            if (edit.start() >= copied) {
                out.append(text, copied, edit.start()).append(edit.replacement());
                copied = edit.end();
            }
        }
        return out.append(text, copied, text.length()).toString();
    }
}
