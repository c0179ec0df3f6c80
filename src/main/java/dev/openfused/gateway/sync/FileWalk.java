package dev.openfused.gateway.sync;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.PeerFiles;
import dev.openfused.gateway.sync.SyncMemory.SeenFolder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists {@code shared/} and {@code knowledge/} of a peer with all sub-folders, as far as limits allow. A folder that it does
 * not show says nothing about what is in it.
 */
final class FileWalk {
    private static final List<String> FOLDERS = List.of("shared", "knowledge");
    private static final int MOST_FOLDERS = 1_000;
    private static final int DEEPEST = 16;

    private final PeerSource source;
    private final SyncMemory memory;
    private final int most;
    private final Lines warnings;

    private final Map<String, RemoteEntry> files = new LinkedHashMap<>();
    private final Map<String, SeenFolder> listed = new LinkedHashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private int folders;
    private @Nullable String refusedName;
    private int refusedNames;
    private boolean full;

    /**
     * A walk.
     *
     * @param source the way to the peer
     * @param memory says what folders were like
     * @param most how many files are taken
     * @param warnings told what is left out
     */
    FileWalk(PeerSource source, SyncMemory memory, int most, Lines warnings) {
        this.source = source;
        this.memory = memory;
        this.most = most;
        this.warnings = warnings;
    }

    /**
     * Walks.
     *
     * @throws IOException if the peer does not answer
     */
    void walk() throws IOException {
        Deque<List<String>> open = new ArrayDeque<>();
        FOLDERS.forEach(folder -> open.add(List.of(folder)));
        while (!open.isEmpty()) {
            List<String> way = open.remove();
            String path = String.join("/", way);
            List<RemoteEntry> entries = ++folders > MOST_FOLDERS || way.size() > DEEPEST ? null : list(way, path);
            if (entries == null) {
                unknown.add(path + '/');
            } else {
                entries.forEach(entry -> take(way, path, entry, open));
            }
        }
        if (folders > MOST_FOLDERS) {
            warnings.add("it has more than " + MOST_FOLDERS + " folders; the others are left out");
        }
        if (full) {
            warnings.add("it lists more than " + most + " files; the others are left out (openfuse.sync.files)");
        }
        if (refusedName != null) {
            warnings.add(refusedNames + " of its file names lead elsewhere or are hidden, and are left out, such as '"
                    + VisibleText.of(refusedName) + "'");
        }
    }

    private @Nullable List<RemoteEntry> list(List<String> way, String path) throws IOException {
        SeenFolder seen = memory.folders().get(path);
        Answer<List<RemoteEntry>> answer = source.list(way, seen == null ? null : seen.version(), most + 1);
        switch (answer.state()) {
            case ABSENT -> {
                return null;
            }
            case UNCHANGED -> {
                SeenFolder same = Objects.requireNonNull(seen, "nothing is unchanged that was never seen");
                listed.put(path, same);
                return same.entries();
            }
            case SENT -> {
                List<RemoteEntry> entries = answer.sentContent();
                Version version = answer.version();
                if (version != null && entries.size() <= most) {
                    listed.put(path, new SeenFolder(version, entries));
                }
                return entries;
            }
        }
        throw new AssertionError(answer.state());
    }

    private void take(List<String> way, String path, RemoteEntry entry, Deque<List<String>> open) {
        if (!PeerFiles.isName(entry.name())) {
            refusedNames++;
            refusedName = entry.name();
        } else if (entry.folder()) {
            List<String> inner = new ArrayList<>(way);
            inner.add(entry.name());
            if (open.size() <= MOST_FOLDERS) {
                open.add(inner);
            } else {
                folders++;
            }
        } else if (files.size() < most) {
            files.put(path + '/' + entry.name(), entry);
        } else {
            full = true;
            unknown.add(path + '/');
        }
    }

    /** All files that were listed, by path. */
    Map<String, RemoteEntry> files() {
        return files;
    }

    /** How folders are to be remembered once all their files are here, by path. */
    Map<String, SeenFolder> listed() {
        return listed;
    }

    /** Whether it is not known if the peer has a file. */
    boolean isUnknown(String path) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (unknown.contains(path.substring(0, slash + 1))) {
                return true;
            }
        }
        return false;
    }
}
