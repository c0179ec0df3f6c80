package dev.openfused.gateway.settings;

import java.nio.file.Path;

/**
 * A file that belongs to the settings, read with them; an edit of it is an edit of the settings.
 *
 * @param path where it is
 * @param text what it held when it was read
 */
public record TextFile(Path path, String text) {}
