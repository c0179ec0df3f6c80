package dev.openfused.gateway.settings;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final long LARGEST_FILE = 256 * 1024;
    private static final Pattern SECRET_INSIDE = Pattern.compile("(?i)@|pass|secret|token|key|auth|credential");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12}) ?(ms|s|m|h|d)");
    private static final Pattern RATE = Pattern.compile("([0-9]{1,7})/([smh])");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?(B|KiB|MiB|GiB)?");
    private static final Pattern HOST_OR_NETWORK = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|[0-9.]{7,15}/[0-9]{1,2}|[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?");
    private static final Pattern MAIL_ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?");

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

    private SettingType(String description, List<String> words, boolean hidden, Parser<T> parser) {
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
     * A whole number.
     *
     * @param least smallest allowed
     * @param most largest allowed
     * @return the type
     */
    public static SettingType<Integer> integer(int least, int most) {
        String range = "a whole number from " + least + " to " + most;
        return of(range, text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("is not " + range, e);
            }
            throw new IllegalArgumentException("is not " + range);
        });
    }

    /**
     * A span of time with its unit: {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. A bare number is refused,
     * as it could mean seconds or milliseconds.
     *
     * @param least shortest allowed
     * @param most longest allowed
     * @return the type
     */
    public static SettingType<Duration> duration(Duration least, Duration most) {
        return of("a duration such as 10s, 5m, 2h or 7d", text -> {
            Matcher m = DURATION.matcher(text);
            if (!m.matches()) {
                throw new IllegalArgumentException(
                        "is not a duration: write a whole number and its unit, such as 500ms, 10s, 5m, 2h or 7d");
            }
            long n = Long.parseLong(m.group(1));
            Duration value =
                    switch (m.group(2)) {
                        case "ms" -> Duration.ofMillis(n);
                        case "s" -> Duration.ofSeconds(n);
                        case "m" -> Duration.ofMinutes(n);
                        case "h" -> Duration.ofHours(n);
                        default -> Duration.ofDays(n);
                    };
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        "is not between " + DurationText.of(least) + " and " + DurationText.of(most));
            }
            return value;
        });
    }

    /**
     * A span of time of at most ten years.
     *
     * @return the type
     */
    public static SettingType<Duration> duration() {
        return duration(Duration.ZERO, Duration.ofDays(3650));
    }

    /**
     * How often something may happen: {@code 10/s}, {@code 60/m}, {@code 1000/h}; from 1 to a million.
     *
     * @return the type
     */
    public static SettingType<Rate> rate() {
        return of("a rate such as 10/s, 60/m or 1000/h", text -> {
            Matcher m = RATE.matcher(text);
            if (!m.matches()) {
                throw new IllegalArgumentException(
                        "is not a rate: write a whole number and per what, such as 10/s, 60/m or 1000/h");
            }
            int count = Integer.parseInt(m.group(1));
            if (count < 1 || count > 1_000_000) {
                throw new IllegalArgumentException("is not between 1 and 1000000 times");
            }
            return new Rate(
                    count,
                    switch (m.group(2)) {
                        case "s" -> Duration.ofSeconds(1);
                        case "m" -> Duration.ofMinutes(1);
                        default -> Duration.ofHours(1);
                    });
        });
    }

    /**
     * A number of bytes: {@code 65536}, {@code 64KiB}, {@code 1MiB}.
     *
     * @param least smallest allowed, bytes
     * @param most largest allowed, bytes
     * @return the type
     */
    public static SettingType<Long> size(long least, long most) {
        return of("a size such as 64KiB or 1MiB", text -> {
            Matcher m = SIZE.matcher(text);
            if (!m.matches()) {
                throw new IllegalArgumentException(
                        "is not a size: write a whole number of bytes or with its unit, such as 64KiB or 1MiB");
            }
            int shift =
                    switch (m.group(2) == null ? "B" : m.group(2)) {
                        case "KiB" -> 10;
                        case "MiB" -> 20;
                        case "GiB" -> 30;
                        default -> 0;
                    };
            long value = Long.parseLong(m.group(1)) << shift;
            if (value < least || value > most) {
                throw new IllegalArgumentException("is not between " + least + " and " + most + " bytes");
            }
            return value;
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
     * An absolute URI with a host.
     *
     * @param schemes those allowed
     * @return the type
     */
    public static SettingType<URI> uri(String... schemes) {
        List<String> allowed = List.of(schemes);
        String description = "an address that begins "
                + String.join(" or ", Arrays.stream(schemes).map(s -> s + "://").toList());
        return of(description, text -> {
            URI uri;
            try {
                uri = new URI(text);
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("is not " + description, e);
            }
            String scheme = uri.getScheme();
            if (scheme == null || !allowed.contains(scheme.toLowerCase(Locale.ROOT)) || uri.getHost() == null) {
                String hint = scheme == null ? "" : Nearest.hint(scheme, allowed);
                throw new IllegalArgumentException("is not " + description + hint);
            }
            if (uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException("holds a user or password; addresses are printed, secrets are not");
            }
            return uri;
        });
    }

    /**
     * A server, {@code host:port}.
     *
     * @return the type
     */
    public static SettingType<HostPort> hostPort() {
        return of("a server such as mail.example.org:587", HostPort::parse);
    }

    /**
     * A host name, an address, or a network such as {@code 10.0.0.0/8} or {@code fd00::/8}.
     *
     * @return the type
     */
    public static SettingType<String> hostOrNetwork() {
        return of("a host name, address or network such as 10.0.0.0/8", text -> {
            if (!HOST_OR_NETWORK.matcher(text).matches()) {
                throw new IllegalArgumentException("is not a host name, an address or a network such as 10.0.0.0/8");
            }
            return text;
        });
    }

    /**
     * An address or a network such as {@code 10.0.0.0/8} or {@code fd00::/8}.
     *
     * @return the type
     */
    public static SettingType<Network> network() {
        return of("an address or a network such as 10.0.0.0/8", text -> {
            try {
                return Network.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("is not an address or a network such as 10.0.0.0/8", e);
            }
        });
    }

    /**
     * A mail address, without a display name.
     *
     * @return the type
     */
    public static SettingType<String> mailAddress() {
        return of("a mail address such as ops@example.org", text -> {
            if (!MAIL_ADDRESS.matcher(text).matches() || text.contains("..")) {
                throw new IllegalArgumentException("is not a mail address such as ops@example.org");
            }
            return text;
        });
    }

    /**
     * A file or folder; {@code ~/} is the home directory, a relative one starts from the folder of the settings file (or
     * the working directory for flags, variables and defaults).
     *
     * @return the type; values are absolute
     */
    public static SettingType<Path> path() {
        return new SettingType<>("a file or folder", List.of(), false, (text, base) -> {
            try {
                return text.startsWith("~/")
                        ? Path.of(System.getProperty("user.home", "")).resolve(text.substring(2))
                        : base.resolve(text).normalize();
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("is not a path", e);
            }
        });
    }

    /**
     * The text of a file, which is read with the settings.
     *
     * @param description for people, such as {@code a file with a template}
     * @param check refuses a text with the end of a sentence that begins with the file's name
     * @return the type
     */
    public static SettingType<TextFile> file(String description, Consumer<String> check) {
        SettingType<Path> path = path();
        return new SettingType<>(description, List.of(), false, (text, base) -> {
            Path file = path.parser().parse(text, base);
            try {
                if (Files.size(file) > LARGEST_FILE) {
                    throw new IllegalArgumentException("is larger than " + LARGEST_FILE / 1024 + " KiB");
                }
                String content = Files.readString(file);
                check.accept(content);
                return new TextFile(file, content);
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException("does not exist", e);
            } catch (IOException e) {
                throw new IllegalArgumentException("can't be read: " + e, e);
            }
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
     * A password, token or key. Besides the value itself, {@code {key}-file} may name a file that holds it.
     *
     * @return the type
     */
    public static SettingType<Secret> secret() {
        return secret("a secret", text -> true);
    }

    /**
     * A secret of a certain form.
     *
     * @param form for people, such as {@code a secret: any text, or whsec_ and Base64}
     * @param wellFormed whether a text has it
     * @return the type
     */
    public static SettingType<Secret> secret(String form, Predicate<String> wellFormed) {
        return new SettingType<>(form, List.of(), true, (text, base) -> {
            if (!wellFormed.test(text)) {
                throw new IllegalArgumentException("is not " + form);
            }
            return Secret.of(text);
        });
    }

    /**
     * An address that may hold a secret, among its options or before an {@code @}; so it is never shown.
     *
     * @param form for people, such as {@code a broker's address such as tcp://broker.example.org:61616}
     * @param wellFormed whether a text has it
     * @return the type
     */
    public static SettingType<Secret> addressWithSecret(String form, Predicate<String> wellFormed) {
        return new SettingType<>(
                form,
                List.of(),
                true,
                text -> !SECRET_INSIDE.matcher(text).find(),
                secret(form, wellFormed).parser());
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
