package dev.openfused.gateway.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
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
