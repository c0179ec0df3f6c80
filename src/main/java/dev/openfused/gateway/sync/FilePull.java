package dev.openfused.gateway.sync;

import dev.openfused.gateway.store.PeerFiles;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.sync.SyncMemory.SeenFile;
import dev.openfused.gateway.sync.SyncProgress.Kind;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a peer shows into {@code .peers/{name}/}: what is new or may have changed is fetched, what two listings in a
 * row lack is removed (the original's answers an empty list on any error). One file that can't be had holds up no other.
 * What is written stands in the memory before, on disk: so if this process is killed, the next one knows of each file.
 */
final class FilePull {
    private static final List<String> SINGLE = List.of("CONTEXT.md", "PROFILE.md");
    private static final int MISSING = 2;

    /** So many faults of single files end the pull: each may have taken as long as one may take. */
    private static final int MOST_FAULTS = 3;

    private final String peer;
    private final PeerSource source;
    private final PeerFiles here;
    private final SyncMemory memory;
    private final SyncLimits limits;
    private final Clock clock;
    private final Lines faults;
    private final Lines warnings;
    private final SyncProgress progress;
    private final Set<String> found = new HashSet<>();
    private final Set<String> incomplete = new HashSet<>();
    private long bytes;
    private int failed;
    private int added;
    private int changed;
    private int removed;

    FilePull(
            String peer,
            PeerSource source,
            PeerFiles here,
            SyncMemory memory,
            SyncLimits limits,
            Clock clock,
            Lines faults,
            Lines warnings,
            SyncProgress progress) {
        this.peer = peer;
        this.source = source;
        this.here = here;
        this.memory = memory;
        this.bytes = memory.bytes();
        this.limits = limits;
        this.clock = clock;
        this.faults = faults;
        this.warnings = warnings;
        this.progress = progress;
    }

    /**
     * Pulls all.
     *
     * @throws IOException if the peer does not answer; what came before is kept
     * @throws StoreException if the store can't be read
     */
    void run() throws IOException, StoreException {
        FileWalk walk = new FileWalk(source, memory, limits.files(), faults, warnings);
        walk.walk();
        for (String name : SINGLE) {
            fetch(name, memory.files().get(name), new RemoteEntry(name, false, 0, null));
        }
        found.addAll(walk.files().keySet());
        removeVanished(walk);
        for (Map.Entry<String, RemoteEntry> file : due(walk.files()).entrySet()) {
            fetch(file.getKey(), memory.files().get(file.getKey()), file.getValue());
            progress.moved(Kind.FILES, size(file.getValue()));
        }
        memory.folders().clear();
        walk.listed().forEach((path, folder) -> {
            if (!incomplete.contains(path)) {
                memory.folders().put(path, folder);
            }
        });
    }

    private void removeVanished(FileWalk walk) throws StoreException {
        for (String path : List.copyOf(memory.files().keySet())) {
            if (found.contains(path) || walk.isUnknown(path)) {
                continue;
            }
            SeenFile seen = Objects.requireNonNull(memory.files().get(path)).missingOnceMore();
            if (seen.missing() < MISSING) {
                memory.files().put(path, seen);
            } else {
                here.delete(way(path));
                memory.files().remove(path);
                bytes -= kept(seen);
                removed += seen.kept() == null ? 0 : 1;
            }
        }
    }

    /** Those to ask for; the others are remembered as found. */
    private Map<String, RemoteEntry> due(Map<String, RemoteEntry> listed) throws StoreException {
        Map<String, RemoteEntry> due = new LinkedHashMap<>();
        long size = 0;
        for (Map.Entry<String, RemoteEntry> file : listed.entrySet()) {
            SeenFile seen = memory.files().get(file.getKey());
            if (isDue(file.getKey(), seen, file.getValue())) {
                due.put(file.getKey(), file.getValue());
                memory.files().putIfAbsent(file.getKey(), SeenFile.awaited(file.getValue()));
                size += size(file.getValue());
            } else if (seen != null) {
                memory.files().put(file.getKey(), seen.found());
            }
        }
        memory.save(here);
        progress.expected(Kind.FILES, due.size(), size);
        return due;
    }

    /** What it may come to: a peer can say any number. */
    private long size(RemoteEntry listed) {
        return Math.min(listed.size(), limits.file());
    }

    private boolean isDue(String path, @Nullable SeenFile seen, RemoteEntry listed) throws StoreException {
        if (seen == null || (seen.kept() != null && !here.contains(way(path)))) {
            return true;
        }
        if (listed.version() != null) {
            return !listed.version().equals(seen.listed());
        }
        return listed.size() != seen.size()
                || Math.abs(clock.millis() - seen.asked()) >= limits.recheck().toMillis(); // or asked later than now
    }

    private void fetch(String path, @Nullable SeenFile seen, RemoteEntry listed) throws IOException, StoreException {
        long room = limits.total() - bytes + kept(seen);
        if (room <= 0) {
            leaveOut(
                    path,
                    listed,
                    "it shows more than " + limits.total() + " bytes (openfuse.sync.size); '" + path + "' is left out");
            return;
        }
        Version have = seen != null && seen.kept() != null && here.contains(way(path)) ? seen.version() : null;
        try {
            Answer<byte[]> answer = source.file(way(path), have, Math.min(room, limits.file()));
            take(path, listed, seen, answer);
        } catch (TooLargeException e) {
            leaveOut(path, listed, "'" + path + "' is left out: " + e.getMessage());
        } catch (StoreException e) {
            fault(path, e);
        } catch (IOException e) {
            fault(path, e);
            if (++failed == MOST_FAULTS) {
                throw new IOException("no more files are asked for this time");
            }
        }
    }

    private void take(String path, RemoteEntry listed, @Nullable SeenFile seen, Answer<byte[]> answer)
            throws StoreException {
        switch (answer.state()) {
            case ABSENT -> incomplete.add(folder(path)); // listed, and gone meanwhile: the next listing will say so
            case UNCHANGED -> {
                found.add(path);
                SeenFile same = Objects.requireNonNull(seen, "nothing is unchanged that was never seen");
                memory.files()
                        .put(
                                path,
                                new SeenFile(
                                        listed.size(), listed.version(), same.version(), now(path), same.kept(), 0));
            }
            case SENT -> {
                found.add(path);
                byte[] content = answer.sentContent();
                if (memory.files().putIfAbsent(path, SeenFile.awaited(listed)) == null) {
                    memory.save(here);
                }
                bytes += content.length - kept(seen);
                switch (here.write(way(path), PulledText.of(peer, name(path), content))) {
                    case NEW -> added++;
                    case CHANGED -> changed++;
                    case SAME -> {}
                }
                memory.files()
                        .put(
                                path,
                                new SeenFile(
                                        listed.size(),
                                        listed.version(),
                                        answer.version(),
                                        now(path),
                                        (long) content.length,
                                        0));
            }
        }
    }

    /** What was here of it stays: it is what the peer last showed of a size that we take. */
    private void leaveOut(String path, RemoteEntry listed, String why) {
        found.add(path);
        warnings.add(why);
        SeenFile seen = memory.files().get(path);
        memory.files()
                .put(
                        path,
                        new SeenFile(
                                listed.size(),
                                listed.version(),
                                null,
                                clock.millis(),
                                seen == null ? null : seen.kept(),
                                0));
    }

    private void fault(String path, Exception fault) {
        found.add(path);
        incomplete.add(folder(path));
        faults.add(new IOException("'" + path + "': " + fault.getMessage(), fault));
    }

    /** Those that are asked for each time need no time; without one, what is remembered stays the same. */
    private long now(String path) {
        return SINGLE.contains(path) ? 0 : clock.millis();
    }

    private static long kept(@Nullable SeenFile seen) {
        return seen == null || seen.kept() == null ? 0 : seen.kept();
    }

    private static List<String> way(String path) {
        return List.of(path.split("/"));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    int added() {
        return added;
    }

    int changed() {
        return changed;
    }

    int removed() {
        return removed;
    }
}
