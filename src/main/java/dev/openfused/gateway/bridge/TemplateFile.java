package dev.openfused.gateway.bridge;

import java.nio.file.Path;

/**
 * An operator's own file of route templates, as it was read. Its bridges run with these words, whatever becomes of the
 * file meanwhile.
 *
 * @param path where it stands
 * @param yaml what it said
 */
public record TemplateFile(Path path, String yaml) {
    /** Its name is enough for people. */
    @Override
    public String toString() {
        return String.valueOf(path.getFileName());
    }
}
