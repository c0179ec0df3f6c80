package dev.openfused.gateway.sync;

import dev.openfused.gateway.message.Utf8;
import dev.openfused.gateway.message.VisibleText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A peer's file as agents read it (protocol section 7). Text is freed of what a browser would run and is wrapped as
 * another's word; it can neither close that wrapper nor open one of its own. What is no text stays as it is, byte for byte:
 * but what is named like a text is one, whatever bytes are in it, as it will be shown as one.
 *
 * @see <a href="https://github.com/openfused/openfused">the wrapper and the replacements are those of
 *     openfuse-core/src/sync.rs, seen in its output</a>
 */
final class PulledText {
    private static final Set<String> TEXT_ENDINGS = Set.of(
            "md",
            "markdown",
            "txt",
            "text",
            "rst",
            "adoc",
            "org",
            "html",
            "htm",
            "xhtml",
            "xht",
            "svg",
            "xml",
            "json",
            "jsonl",
            "yaml",
            "yml",
            "toml",
            "csv",
            "tsv",
            "log");

    private static final Set<String> TEXT_NAMES = Set.of("context", "profile", "readme");

    private static final String FOOT = "\n</external_content_unverified>";

    /** What readers pass over in a word. */
    private static final String UNSEEN = "[\\s\\p{Cf}\\p{Cntrl}\\p{M}\\uFFFD]*+";

    /** A wrapper's tag, however it is spelt. */
    private static final Pattern WRAPPER = Pattern.compile(
            "[<\\uFF1C\\uFE64](?=[\\s\\p{Cf}\\p{Cntrl}\\p{M}\\uFFFD/\\\\]*+" + letters("external_") + UNSEEN + "(?:"
                    + letters("content") + '|' + letters("message") + "))",
            Pattern.CASE_INSENSITIVE);

    /** The scheme, in links of Markdown too, its letters maybe as character references. */
    private static final Pattern SCRIPT_ADDRESS = Pattern.compile(
            "javascript"
                            .chars()
                            .mapToObj(c -> reference(c, Character.toUpperCase(c)))
                            .collect(Collectors.joining(blanks()))
                    + blanks()
                    + "(?:\\\\?+" + reference(':', ':') + "|&colon;)",
            Pattern.CASE_INSENSITIVE);

    private PulledText() {}

    private static String letters(String word) {
        return word.chars().mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining(UNSEEN));
    }

    private static String blanks() {
        return "(?:[\\s\\p{Cntrl}\\p{Cf}]|&(?:Tab|NewLine);|" + reference('\t', '\n') + '|' + reference('\r', ' ')
                + ")*+";
    }

    /** One of two characters, as such or by its number. */
    private static String reference(int one, int other) {
        return String.format(
                "(?:[%s%s]|&#0*+(?:%d|%d)(?![0-9]);?+|&#x0*+(?:%x|%x)(?![0-9a-f]);?+)",
                Character.toString(one), Character.toString(other), one, other, one, other);
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
        return text(name, content)
                .map(text -> wrapped(peer, name, text).getBytes(StandardCharsets.UTF_8))
                .orElse(content);
    }

    private static Optional<String> text(String name, byte[] content) {
        Optional<String> text = Utf8.decode(content).filter(decoded -> decoded.indexOf('\0') < 0);
        return text.isEmpty() && isTextByName(name) ? Optional.of(decoded(content)) : text;
    }

    private static boolean isTextByName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return TEXT_NAMES.contains(lower) || TEXT_ENDINGS.contains(lower.substring(lower.lastIndexOf('.') + 1));
    }

    /** What can't be decoded, and a NUL, becomes the replacement character. */
    private static String decoded(byte[] content) {
        return new String(content, charset(content)).replace('\0', '\uFFFD');
    }

    private static Charset charset(byte[] content) {
        int mark = content.length < 2 ? 0 : ((content[0] & 0xFF) << 8) | (content[1] & 0xFF);
        return mark == 0xFEFF || mark == 0xFFFE ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    private static String wrapped(String peer, String name, String text) {
        return "<external_content_unverified from=\"" + attribute(peer) + "\" file=\"" + attribute(name) + "\">\n"
                + clean(text) + FOOT;
    }

    private static String clean(String text) {
        String cleaned = SCRIPT_ADDRESS.matcher(text).replaceAll(ActiveMarkup.replacement("javascript URI"));
        cleaned = ActiveMarkup.removed(cleaned, FOOT);
        return WRAPPER.matcher(cleaned).replaceAll("&lt;");
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
