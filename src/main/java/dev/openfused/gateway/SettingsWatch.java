package dev.openfused.gateway;

import dev.openfused.gateway.bridge.Configuration;
import dev.openfused.gateway.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies edits of the settings and of the operator's own route templates while the gateway runs. An edit is read and checked as a whole; a bad one changes
 * nothing and is said once. Of a good one only the bridges that differ are touched; other settings hold from the next
 * start.
 */
final class SettingsWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsWatch.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Function<Configuration, List<Path>> files;
    private final Reader reader;
    private final BiConsumer<Configuration, Configuration> bridges;
    private @Nullable RepeatedTask looking;
    private Configuration applied;
    private List<Path> looked;
    private Object seen;

    /** Reads the configuration anew. */
    interface Reader {
        Configuration read() throws SettingsException;
    }

    private SettingsWatch(
            Function<Configuration, List<Path>> files,
            Configuration applied,
            Reader reader,
            BiConsumer<Configuration, Configuration> bridges) {
        this.files = files;
        this.applied = applied;
        this.reader = reader;
        this.bridges = bridges;
        this.looked = files.apply(applied);
        this.seen = stamp();
    }

    /**
     * Starts looking.
     *
     * @param files what may be edited: the settings file, the operator's own templates, the folder they are in, files that settings name
     * @param applied what holds now
     * @param reader reads it anew
     * @param bridges makes the bridges be those of the settings: from the first to the second
     * @return stops looking when closed
     */
    static SettingsWatch start(
            Function<Configuration, List<Path>> files,
            Configuration applied,
            Reader reader,
            BiConsumer<Configuration, Configuration> bridges) {
        SettingsWatch watch = new SettingsWatch(files, applied, reader, bridges);
        watch.looking = RepeatedTask.start("settings", LOOK, LOOK, watch::look);
        return watch;
    }

    /** One {@code stat} for each; all is read when one changed; half an edit is at worst a bad one. */
    private void look() {
        try {
            Object now = stamp();
            if (!Objects.equals(now, seen)) {
                looked = files.apply(applied); // before the stamp: what comes later changes its folder once more
                seen = stamp();
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
        if (!files.apply(applied).equals(looked)) {
            seen = List.of(); // it names files that were not looked at: all is read once more
        }
    }

    private Object stamp() {
        return looked.stream().map(SettingsWatch::stamp).toList();
    }

    private static Object stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(
                    file, attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return file;
        }
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.close();
        }
    }
}
