package dev.openfused.gateway.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Types of settings that are files or folders of this machine. */
public final class FileTypes {
    private static final long LARGEST_FILE = 256 * 1024;

    private FileTypes() {}

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
                if (Files.exists(file) && !Files.isRegularFile(file)) {
                    throw new IllegalArgumentException("is not a regular file");
                }
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
}
