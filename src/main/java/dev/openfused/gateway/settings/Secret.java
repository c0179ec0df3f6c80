package dev.openfused.gateway.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A password, token or key from the settings. It shows itself to nobody but the caller of {@link #reveal()}: neither
 * {@link #toString()} nor an exception or log line that prints it gives it away. Equal by content, so that a changed
 * secret is a changed setting.
 */
public final class Secret {
    /** What stands wherever a secret would be printed. */
    public static final String MASK = "********";

    private static final int LARGEST_FILE = 64 * 1024;

    /** A value of so many characters hardly stands in a text by accident. */
    private static final int TELLING = 6;

    private static final Pattern USER = Pattern.compile("//([^/?#@]+)@");

    private final String text;
    private final @Nullable Path file;

    private Secret(String text, @Nullable Path file) {
        this.text = text;
        this.file = file;
    }

    /**
     * A secret from its text.
     *
     * @param text the secret
     * @return the secret, masked
     */
    public static Secret of(String text) {
        return new Secret(text, null);
    }

    /**
     * A secret from a file, without the line break at its end.
     *
     * @param file a regular file of at most 64 KiB, in UTF-8
     * @return the secret as the file is now
     * @throws IllegalArgumentException if it can't be read, is too large or empty; the text names the file, never its
     *     content
     */
    public static Secret ofFile(Path file) {
        return new Secret(read(file), file);
    }

    /**
     * The secret as it was when the settings were read.
     *
     * @return the plain text; keep it out of logs, exceptions and route definitions
     */
    public String reveal() {
        return text;
    }

    /**
     * The secret as its file is now, for tokens that another program refreshes; the same as {@link #reveal()} where it
     * came from no file.
     *
     * @return the plain text
     * @throws IllegalArgumentException if the file can no longer be read
     */
    public String revealCurrent() {
        return file == null ? text : read(file);
    }

    /** A text in which this is masked, and so are the parts of an address that can be a secret by themselves. */
    String maskedIn(String said) {
        String masked = said.replace(text, MASK);
        int query = text.indexOf('?');
        if (query >= 0) {
            for (String option : text.substring(query + 1).split("&", -1)) {
                masked = maskedOption(masked, option);
            }
        }
        Matcher user = USER.matcher(text);
        return user.find() ? masked.replace(user.group(1) + '@', MASK + '@') : masked;
    }

    /** As it is written, and as whoever read it may quote it. Short values are masked only beside their name. */
    private static String maskedOption(String said, String option) {
        int equals = option.indexOf('=');
        if (equals < 0 || equals == option.length() - 1) {
            return said;
        }
        String name = option.substring(0, equals);
        String masked = said;
        for (String value : List.of(option.substring(equals + 1), decoded(option.substring(equals + 1)))) {
            masked = masked.replace(name + '=' + value, name + '=' + MASK);
            masked = value.length() < TELLING ? masked : masked.replace(value, MASK);
        }
        return masked;
    }

    private static String decoded(String value) {
        String bare = value.startsWith("RAW(") && value.endsWith(")") ? value.substring(4, value.length() - 1) : value;
        try {
            return URLDecoder.decode(bare, UTF_8);
        } catch (IllegalArgumentException e) {
            return bare;
        }
    }

    private static String read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("names the file " + file + ", which is no file that can be read");
            }
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalArgumentException("names the file " + file + ", which is larger than 64 KiB");
            }
            String text = new String(Files.readAllBytes(file), UTF_8).replaceFirst("\\R\\z", "");
            if (text.isEmpty()) {
                throw new IllegalArgumentException("names the file " + file + ", which is empty");
            }
            return text;
        } catch (IOException e) {
            throw new IllegalArgumentException("names the file " + file + ", which can't be read", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && text.equals(that.text) && Objects.equals(file, that.file);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
