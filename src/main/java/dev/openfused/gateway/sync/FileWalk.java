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

    /** Entries that are no files to be fetched, beside as many as there may be files. */
    private static final int OTHER_ENTRIES = 10_000;

    /** All listings together, and as much for each file that may be there, in bytes. */
    private static final long LARGEST = 64 << 20;

    private static final long LARGEST_EACH = 256;

    /** All paths together, and as much for each file that may be there, in characters. */
    private static final long LONGEST_PATHS = 4 << 20;

    private static final long LONGEST_PATH_EACH = 128;

    /** So many folders that can't be listed end the walk: each may have taken as long as one may take. */
    private static final int MOST_FAULTS = 3;

    private final PeerSource source;
    private final SyncMemory memory;
    private final int most;
    private final ListingAllowance allowance;
    private final Lines faults;
    private final Lines warnings;

    private final Map<String, RemoteEntry> files = new LinkedHashMap<>();
    private final Map<String, SeenFolder> listed = new LinkedHashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private long entriesLeft;
    private long charactersLeft;
    private int folders;
    private int failed;
    private @Nullable String refusedName;
    private int refusedNames;
    private boolean full;

    /**
     * A walk.
     *
     * @param source the way to the peer
     * @param memory says what folders were like
     * @param most how many files are taken
     * @param faults told which folders can't be listed
     * @param warnings told what is left out
     */
    FileWalk(PeerSource source, SyncMemory memory, int most, Lines faults, Lines warnings) {
        this.source = source;
        this.memory = memory;
        this.most = most;
        this.allowance = new ListingAllowance(LARGEST + LARGEST_EACH * most);
        this.entriesLeft = 2L * most + OTHER_ENTRIES;
        this.charactersLeft = LONGEST_PATHS + LONGEST_PATH_EACH * most;
        this.faults = faults;
        this.warnings = warnings;
    }

    /**
     * Walks. A folder that can't be listed holds up no other.
     *
     * @throws IOException if too many can't be listed
     */
    void walk() throws IOException {
        Deque<List<String>> open = new ArrayDeque<>();
        FOLDERS.forEach(folder -> open.add(List.of(folder)));
        while (!open.isEmpty()) {
            List<String> way = open.remove();
            String path = String.join("/", way);
            List<RemoteEntry> entries =
                    ++folders > MOST_FOLDERS || way.size() > DEEPEST || isUsedUp() ? null : list(way, path);
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

    private boolean isUsedUp() {
        boolean all = entriesLeft <= 0 || charactersLeft <= 0;
        full |= all;
        return all || allowance.isUsedUp();
    }

    private @Nullable List<RemoteEntry> list(List<String> way, String path) throws IOException {
        try {
            return listed(way, path);
        } catch (IOException e) {
            faults.add(new IOException("'" + path + "/': " + e.getMessage(), e));
            if (++failed == MOST_FAULTS) {
                throw new IOException("no more of its folders are listed in this sync");
            }
            return null;
        }
    }

    private @Nullable List<RemoteEntry> listed(List<String> way, String path) throws IOException {
        SeenFolder seen = memory.folders().get(path);
        int limit = (int) Math.min(most + 1L, entriesLeft);
        Answer<List<RemoteEntry>> answer = source.list(way, seen == null ? null : seen.version(), limit, allowance);
        switch (answer.state()) {
            case ABSENT -> {
                return null;
            }
            case UNCHANGED -> {
                SeenFolder same = Objects.requireNonNull(seen, "nothing is unchanged that was never seen");
                listed.put(path, same);
                entriesLeft -= same.entries().size();
                return same.entries();
            }
            case SENT -> {
                List<RemoteEntry> entries = answer.sentContent();
                Version version = answer.version();
                entriesLeft -= entries.size();
                if (entries.size() == limit) { // there may be more
                    full = true;
                    unknown.add(path + '/');
                } else if (version != null) {
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
        } else if (files.size() < most && charactersLeft > 0) {
            charactersLeft -= path.length() + 1 + entry.name().length();
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
