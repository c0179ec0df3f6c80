package dev.openfused.gateway.channel;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.keyring.Relationship;
import dev.openfused.gateway.message.VisibleText;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the place of a message's words, by an operator's Mustache template. It is shown where the sender's text
 * would be and as that would be, so that whatever comes of it, the head by the gateway stays what it is. Immutable, safe
 * for many threads.
 *
 * @see <a href="https://mustache.github.io/mustache.5.html">Mustache</a>
 */
public final class Wording {
    /** The sender's text as it is. */
    public static final Wording AS_IT_IS = new Wording(null);

    private static final Map<String, Object> EXAMPLE = Map.ofEntries(
            Map.entry("id", "0".repeat(64)),
            Map.entry("from", "alice"),
            Map.entry("timestamp", "2026-11-26T08:15:00Z"),
            Map.entry("text", "text"),
            Map.entry("title", "text"),
            Map.entry("verified", true),
            Map.entry("trusted", true),
            Map.entry("subscribed", true),
            Map.entry("internal", true),
            Map.entry("external", true),
            Map.entry("encrypted", true),
            Map.entry("fingerprint", ""),
            Map.entry("badges", ""));

    private final @Nullable Template template;

    private Wording(@Nullable Template template) {
        this.template = template;
    }

    /**
     * Reads a template.
     *
     * @param text Mustache, with the words of {@link WebhookPayload}, {@code title} for the first line of the text, and
     *     {@code internal} and {@code external}; no partials
     * @return what it makes of messages
     * @throws IllegalArgumentException the end of a sentence that begins with what holds it
     */
    public static Wording template(String text) {
        return new Wording(compiled(Mustache.compiler(), text));
    }

    /**
     * Reads a template of one line, in which single braces stand for double ones, as those are placeholders in settings.
     *
     * @param text such as <code>{from}: {title}</code>
     * @return what it makes of messages
     * @throws IllegalArgumentException the end of a sentence that begins with it
     */
    public static Wording line(String text) {
        return new Wording(compiled(Mustache.compiler().withDelims("{ }"), text));
    }

    private static Template compiled(Mustache.Compiler compiler, String text) {
        try {
            Template template = compiler.escapeHTML(false).strictSections(true).compile(text);
            template.execute(EXAMPLE);
            return template;
        } catch (MustacheException.Context e) {
            throw new IllegalArgumentException(
                    "names '" + VisibleText.of(e.key) + "', which no message has: "
                            + String.join(", ", new TreeSet<>(EXAMPLE.keySet())),
                    e);
        } catch (MustacheException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("is no template: " + VisibleText.of(String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * The words for a message.
     *
     * @param message any opened message
     * @return many lines, as hostile as the sender's text
     */
    public String of(OpenedMessage message) {
        return template == null ? message.text() : template.execute(words(message));
    }

    /**
     * The first line of a message that says something.
     *
     * @param message any opened message
     * @return one line, harmless
     */
    public static String title(OpenedMessage message) {
        String first =
                message.text().lines().filter(l -> !l.isBlank()).findFirst().orElse("(no text)");
        return VisibleText.of(first.strip());
    }

    private static Map<String, Object> words(OpenedMessage message) {
        @Nullable Fingerprint fingerprint = message.fingerprint();
        Map<String, Object> words = new HashMap<>();
        words.put("id", message.id().value());
        words.put("from", VisibleText.of(message.from()));
        words.put("timestamp", VisibleText.of(message.timestamp()));
        words.put("text", message.text());
        words.put("title", title(message));
        words.put("verified", message.standing().verified());
        words.put("trusted", message.standing().trusted());
        words.put("subscribed", message.standing().subscribed());
        words.put("internal", message.standing().relationship() == Relationship.INTERNAL);
        words.put("external", message.standing().relationship() == Relationship.EXTERNAL);
        words.put("encrypted", message.encrypted());
        words.put("fingerprint", fingerprint == null ? "" : fingerprint.value());
        words.put("badges", '[' + String.join("] [", message.badges()) + ']');
        return words;
    }
}
