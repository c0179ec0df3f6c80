package dev.openfused.gateway.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a folder whose files stay. Three threads: one only drains the file system's events, so that a burst does not
 * overflow its buffer; one shows files to the listener; one scans, at the start, when events were lost, and every few
 * minutes. Names that are hidden or look temporary are never shown, links to folders are never followed.
 */
public final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final Path folder;
    private final WatchOptions options;
    private final WatchListener listener;
    private final PendingFiles pending = new PendingFiles();
    private final ScanSchedule schedule = new ScanSchedule();
    private final ShownFiles shown = new ShownFiles();
    private final FolderTree tree;
    private final @Nullable FolderEvents events;
    private final Thread files;
    private final Thread scans;
    private volatile boolean covered;
    private boolean troubled;
    private boolean first = true;
    private @Nullable Duration again;

    /**
     * Starts watching; the first scan follows at once.
     *
     * @param folder what to watch; it may come into being later
     * @param options how
     * @param listener who is told
     * @param clock compared with the folders' own times where they are polled
     */
    public FolderWatch(Path folder, WatchOptions options, WatchListener listener, Clock clock) {
        this.folder = folder.toAbsolutePath();
        this.options = options;
        this.listener = listener;
        this.tree = new FolderTree(this.folder, options.recursive(), clock);
        this.events = events();
        this.files = thread("files", this::showFiles);
        this.scans = thread("scans", this::scanWhileOpen);
        scans.start();
    }

    /**
     * Whether new files are learned from events at the moment.
     *
     * @return false if the folder is polled
     */
    public boolean hasEvents() {
        return covered && events != null && events.covers(folder);
    }

    @Override
    public void close() {
        pending.close();
        schedule.close();
        if (events != null) {
            events.close();
        }
        join(scans);
        join(files);
    }

    // ---- events

    private @Nullable FolderEvents events() {
        boolean wanted =
                switch (options.mode()) {
                    case EVENTS -> true;
                    case POLLING -> false;
                    case AUTO -> !FileSystems.isShared(folder);
                };
        return wanted ? FolderEvents.open(this::happened, schedule::request) : null;
    }

    private void happened(Path file) {
        if (FolderTree.isShown(file) && !pending.add(folder.relativize(file))) {
            schedule.request();
        }
    }

    // ---- files

    private void showFiles() {
        for (Path file = pending.next(); file != null; file = pending.next()) {
            try {
                look(file);
            } catch (IOException e) {
                trouble(e);
            } catch (RuntimeException | Error e) {
                LOG.error("{}: {}", folder.resolve(file), e.toString());
            }
        }
    }

    private void look(Path file) throws IOException {
        Path path = folder.resolve(file);
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            if (options.recursive()) {
                lookInto(path);
            } else if (options.scans() == WatchOptions.Scans.FOLDER) {
                show(file); // its scans meet folders too, and may have something to say of one
            }
        } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            show(file);
        } else {
            shown.forget(file);
        }
    }

    /**
     * A new folder: what was put into it before it was watched has no event. For folders that is so too, so it is looked
     * into again after the others that wait, until all of it was watched before.
     */
    private void lookInto(Path directory) throws IOException {
        List<Path> found = tree.directoriesUnder(directory);
        boolean added = cover(found);
        for (Path sub : found) {
            tree.forEachFile(sub, this::happened);
        }
        if (added) {
            happened(directory);
        }
    }

    private void show(Path file) throws IOException {
        if (options.scans() == WatchOptions.Scans.FILES && !shown.isNews(file, folder.resolve(file))) {
            return;
        }
        listener.file(file).ifPresent(wait -> {
            shown.forget(file);
            pending.addLater(file, wait);
        });
    }

    // ---- scans

    private void scanWhileOpen() {
        boolean remembers = options.scans() == WatchOptions.Scans.FILES;
        if (remembers) {
            startShowing();
        }
        do {
            try {
                scan(first || schedule.isDue(options.scanEvery()));
                first = false;
            } catch (IOException e) {
                covered = false;
                trouble(e);
            } catch (RuntimeException | Error e) {
                covered = false;
                LOG.error("{}: {}", folder, e.toString());
            }
            startShowing();
        } while (schedule.await(rest()));
    }

    /** Where there are no threads left, it is tried again. */
    private void startShowing() {
        if (files.getState() == Thread.State.NEW) {
            files.start();
        }
    }

    private Duration rest() {
        Duration rest = hasEvents() ? options.scanEvery() : options.pollEvery();
        return again != null && again.compareTo(rest) < 0 ? again : rest;
    }

    /**
     * Registers first, then looks: a file put in between is seen by both, never by none. So is a folder, as the tree is
     * looked at again when some of it was new; who makes folders all the while only has it scanned once more.
     */
    private void scan(boolean whole) throws IOException {
        boolean changed = tree.refresh();
        if (coverAll()) {
            changed = true;
            tree.refresh();
            if (coverAll()) {
                schedule.request();
            }
        }
        if (!whole && !changed && options.scans() == WatchOptions.Scans.FOLDER) {
            return;
        }
        again = null;
        schedule.started();
        if (options.scans() == WatchOptions.Scans.FOLDER) {
            again = listener.scan().orElse(null);
            if (again != null) {
                schedule.again();
            }
        } else {
            scanFiles();
        }
    }

    /** Where the system has no watches left, the folder is polled. */
    private boolean coverAll() {
        if (events == null) {
            return false;
        }
        try {
            boolean added = cover(tree.directories());
            covered = true;
            troubled = false;
            return added;
        } catch (IOException e) {
            covered = false;
            trouble(e);
            return false;
        }
    }

    /** Whether one of the folders was not watched before. */
    private boolean cover(List<Path> directories) throws IOException {
        boolean added = false;
        if (events != null) {
            for (Path directory : directories) {
                added |= events.cover(directory);
            }
        }
        return added;
    }

    private void scanFiles() throws IOException {
        for (Path directory : tree.directories()) {
            tree.forEachFile(directory, file -> pending.addWaiting(folder.relativize(file)));
        }
        shown.forgetUnless(file -> Files.exists(folder.resolve(file), LinkOption.NOFOLLOW_LINKS));
    }

    // ---- the rest

    private void trouble(IOException e) {
        if (!troubled) {
            LOG.warn(
                    "{} can't be watched: {}; looked for every {} s",
                    folder,
                    e.toString(),
                    seconds(options.pollEvery()));
        }
        troubled = true;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private Thread thread(String role, Runnable body) {
        return SteadyThread.of("openfuse-watch " + role + " " + folder.getFileName(), body);
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
