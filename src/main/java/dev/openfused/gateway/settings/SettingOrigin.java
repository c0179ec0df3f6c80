package dev.openfused.gateway.settings;

import java.nio.file.Path;

/**
 * Where a value came from.
 *
 * @param layer which layer, in order of precedence
 * @param where for people: {@code application.properties, line 12}, {@code environment, OPENFUSE_HTTP_PORT}
 * @param base the folder that relative paths in the value start from
 */
public record SettingOrigin(Layer layer, String where, Path base) {
    /** Layers of settings; an earlier one wins. */
    public enum Layer {
        /** A flag of the command. */
        COMMAND_LINE,
        /** An environment variable. */
        ENVIRONMENT,
        /** The installation's {@code application.properties}. */
        FILE,
        /** What holds when nobody says otherwise. */
        DEFAULT
    }

    @Override
    public String toString() {
        return where;
    }
}
