package dev.openfused.gateway.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a setting's value may be, and how it is read. A parser refuses with an {@link IllegalArgumentException} whose text
 * ends a sentence that begins with the value: {@code is not a duration: write …}.
 *
 * @param description for people, such as {@code a duration such as 10s, 5m, 2h or 7d}
 * @param words the allowed values, where they can be listed; else empty
 * @param hidden whether a value must never be shown
 * @param harmless which hidden values may stand in a settings file all the same, as they hold no secret
 * @param parser reads a value
 * @param <T> what a value is
 */
public record SettingType<T>(
        String description, List<String> words, boolean hidden, Predicate<String> harmless, Parser<T> parser) {
    /**
     * Copies the words.
     *
     * @param description completes "is not …"
     * @param words copied; where there are any, nothing else is a value
     * @param hidden true for secrets
     * @param harmless asked of hidden values only
     * @param parser safe for several threads
     */
    public SettingType {
        words = List.copyOf(words);
    }

    /** Where no hidden value is harmless. */
    SettingType(String description, List<String> words, boolean hidden, Parser<T> parser) {
        this(description, words, hidden, text -> false, parser);
    }

    /**
     * Reads a value.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Reads a value.
         *
         * @param text as typed, placeholders filled in, no white space around it, not empty
         * @param base the folder that a relative path starts from
         * @return the value
         * @throws IllegalArgumentException the end of a sentence that begins with the value
         */
        T parse(String text, Path base);
    }

    /**
     * A type of your own.
     *
     * @param description for people
     * @param parse reads a value or throws {@link IllegalArgumentException} with the end of a sentence that begins with
     *     the value
     * @param <T> what a value is
     * @return the type
     */
    public static <T> SettingType<T> of(String description, Function<String, T> parse) {
        return new SettingType<>(description, List.of(), false, (text, base) -> parse.apply(text));
    }

    /**
     * Any text of one line.
     *
     * @return the type
     */
    public static SettingType<String> text() {
        return of("text", text -> {
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("holds a line break or other control character");
            }
            return text;
        });
    }

    /**
     * {@code true} or {@code false}, nothing else: {@code yes} read as false would be a trap.
     *
     * @return the type
     */
    public static SettingType<Boolean> bool() {
        return words(List.of("true", "false"), "true"::equals);
    }

    /**
     * One of a few words.
     *
     * @param words those allowed
     * @return the type
     */
    public static SettingType<String> oneOf(String... words) {
        return words(List.of(words), Function.identity());
    }

    /**
     * One of an enumeration, written in lower case with {@code -} for {@code _}.
     *
     * @param type the enumeration
     * @param <E> the enumeration
     * @return the type
     */
    public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
        List<String> words = EnumSet.allOf(type).stream().map(SettingType::word).toList();
        return words(
                words, word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> SettingType<T> words(List<String> words, Function<String, T> meaning) {
        String description = String.join(", ", words);
        return new SettingType<>("one of " + description, words, false, (text, base) -> {
            if (!words.contains(text)) {
                throw new IllegalArgumentException("is none of " + description + Nearest.hint(text, words));
            }
            return meaning.apply(text);
        });
    }

    /**
     * Several values, separated by commas.
     *
     * @param element what each is
     * @param <T> what each gives
     * @return the type; lists are immutable and hold at least one
     */
    public static <T> SettingType<List<T>> listOf(SettingType<T> element) {
        return new SettingType<>(
                element.description() + ", or several separated by commas",
                element.words(),
                element.hidden(),
                (text, base) -> {
                    List<T> values = new ArrayList<>();
                    for (String part : text.split(",", -1)) {
                        if (part.isBlank()) {
                            throw new IllegalArgumentException("has nothing between two commas or at an end");
                        }
                        try {
                            values.add(element.parser().parse(part.strip(), base));
                        } catch (IllegalArgumentException e) {
                            throw new IllegalArgumentException(
                                    "has an entry that is not allowed: " + Problems.quoted(part.strip()) + ' '
                                            + e.getMessage(),
                                    e);
                        }
                    }
                    return List.copyOf(values);
                });
    }

    /**
     * Whether a text is a value that depends on no folder.
     *
     * @param text as typed
     * @return false if it would be refused
     */
    public boolean accepts(String text) {
        try {
            parser.parse(text, Path.of(""));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return description;
    }
}
