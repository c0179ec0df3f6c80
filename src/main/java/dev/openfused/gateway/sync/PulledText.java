package dev.openfused.gateway.sync;

import dev.openfused.gateway.message.Utf8;
import dev.openfused.gateway.message.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A peer's file as agents read it (protocol section 7). Text is freed of what a browser would run and is wrapped as
 * another's word; it can neither close that wrapper nor open one of its own. What is no text stays as it is, byte for byte.
 *
 * @see <a href="https://github.com/openfused/openfused">the patterns are those of openfuse-core/src/sync.rs, seen in its
 *     output</a>
 */
final class PulledText {
    /** Elements that go with what is in them. */
    private static final List<String> ELEMENTS = List.of("script", "iframe", "object");

    private static final List<String> TAGS = List.of("embed", "link");

    private static final Pattern HANDLER =
            ignoringCase("\\bon[a-z]{3,20}+\\s*+=\\s*+(?:\"[^\"<>]*+\"?+|'[^'<>]*+'?+|[^\\s>\"']++)");

    private static final Pattern SCRIPT_ADDRESS =
            ignoringCase("j\\s*+a\\s*+v\\s*+a\\s*+s\\s*+c\\s*+r\\s*+i\\s*+p\\s*+t\\s*+:");

    /** A wrapper's tag, however it is spelt; invisible characters in it count as none. */
    private static final Pattern WRAPPER =
            ignoringCase("<(?=[\\s\\p{Cf}/]*+external[\\s\\p{Cf}]*+_[\\s\\p{Cf}]*+(?:content|message))");

    private PulledText() {}

    private static Pattern ignoringCase(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /**
     * The bytes to keep.
     *
     * @param peer whose file
     * @param name its base name
     * @param content as it came
     * @return wrapped text, or the same bytes if they are no text
     */
    static byte[] of(String peer, String name, byte[] content) {
        for (byte b : content) {
            if (b == 0) {
                return content;
            }
        }
        Optional<String> text = Utf8.decode(content);
        return text.isEmpty() ? content : wrapped(peer, name, text.get()).getBytes(StandardCharsets.UTF_8);
    }

    private static String wrapped(String peer, String name, String text) {
        return "<external_content_unverified from=\"" + attribute(peer) + "\" file=\"" + attribute(name) + "\">\n"
                + clean(text) + "\n</external_content_unverified>";
    }

    private static String clean(String text) {
        String cleaned = text;
        for (String tag : ELEMENTS) {
            cleaned = withoutElement(cleaned, tag);
        }
        for (String tag : TAGS) {
            cleaned = tag(tag).matcher(cleaned).replaceAll(removed(tag + " tag"));
        }
        cleaned = HANDLER.matcher(cleaned).replaceAll(removed("event handler"));
        cleaned = SCRIPT_ADDRESS.matcher(cleaned).replaceAll(removed("javascript URI"));
        return WRAPPER.matcher(cleaned).replaceAll("&lt;");
    }

    /** From each tag to the one that closes it, if there is one. In one go: a hostile text costs no more than another. */
    private static String withoutElement(String text, String tag) {
        Matcher opening = tag(tag).matcher(text);
        Matcher closing = ignoringCase("</" + tag + "\\b[^<>]*+>?+").matcher(text);
        StringBuilder out = new StringBuilder(text.length());
        int copied = 0;
        boolean closes = closing.find();
        while (opening.find(copied)) {
            while (closes && closing.start() < opening.start()) {
                closes = closing.find();
            }
            out.append(text, copied, opening.start()).append(removed(tag + " tag"));
            copied = closes ? closing.end() : opening.end();
        }
        return out.append(text, copied, text.length()).toString();
    }

    private static Pattern tag(String name) {
        return ignoringCase("</?" + name + "\\b[^<>]*+>?+");
    }

    private static String removed(String what) {
        return "[REMOVED: " + what + "]";
    }

    private static String attribute(String value) {
        return VisibleText.lines(value)
                .replace("\n", "\\u{a}")
                .replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
