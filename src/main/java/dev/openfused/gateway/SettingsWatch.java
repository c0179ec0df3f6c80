package dev.openfused.gateway;

import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies edits of the settings file while the gateway runs. An edit is read and checked as a whole; a bad one changes
 * nothing and is said once. Of a good one only the bridges that differ are touched; other settings hold from the next
 * start.
 */
final class SettingsWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsWatch.class);
    private static final long LOOK_MILLIS = 500;

    private final Path file;
    private final Reader reader;
    private final BiConsumer<Configuration, Configuration> bridges;
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "settings"));
    private Configuration applied;
    private @Nullable Object seen;

    /** Reads the configuration anew. */
    interface Reader {
        Configuration read() throws SettingsException;
    }

    private SettingsWatch(
            Path file, Configuration applied, Reader reader, BiConsumer<Configuration, Configuration> bridges) {
        this.file = file;
        this.applied = applied;
        this.reader = reader;
        this.bridges = bridges;
        this.seen = stamp();
    }

    /**
     * Starts looking.
     *
     * @param file the settings file, or null if there is none: then nothing can be edited
     * @param applied what holds now
     * @param reader reads it anew
     * @param bridges makes the bridges be those of the settings: from the first to the second
     * @return stops looking when closed; null without a file
     */
    static @Nullable SettingsWatch start(
            @Nullable Path file,
            Configuration applied,
            Reader reader,
            BiConsumer<Configuration, Configuration> bridges) {
        if (file == null) {
            return null;
        }
        SettingsWatch watch = new SettingsWatch(file, applied, reader, bridges);
        watch.looking.scheduleWithFixedDelay(watch::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    /** One {@code stat}; the file is read when it changed; half an edit is at worst a bad one. */
    private void look() {
        try {
            Object now = stamp();
            if (!Objects.equals(now, seen)) {
                seen = now;
                apply();
            }
        } catch (RuntimeException e) {
            LOG.error("the settings stay as they are: {}", e.toString());
        }
    }

    private void apply() {
        Configuration wanted;
        try {
            wanted = reader.read();
        } catch (SettingsException e) {
            e.problems().forEach(problem -> LOG.error("the settings stay as they are: {}", problem));
            return;
        }
        if (!applied.gateway().equals(wanted.gateway()) || !applied.stores().equals(wanted.stores())) {
            LOG.warn("settings other than of bridges changed; they hold from the next start");
        }
        bridges.accept(applied, wanted);
        applied = wanted;
    }

    private @Nullable Object stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
