package dev.openfused.gateway.dispatch;

import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.SeenFile;
import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.Quarantine;
import dev.openfused.gateway.store.StoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares the inbox, its archive included, its quarantine, or another source with what the queue remembers. Goes through names in
 * portions: memory grows with what is new (up to a limit), not with what is there.
 */
final class InboxScan {
    private static final int PORTION = 1_000;

    /** So many new names are sorted at a time, as their names begin with the time: older messages go first. */
    private static final int SORTED = 20_000;

    /** Gone files are looked for at every twelfth scan: it costs one look at the folder for each file. */
    private static final int FORGETTING = 12;

    private final String source;
    private final Presence presence;
    private final Names names;
    private final DeliveryQueue queue;
    private int scans;

    private InboxScan(String source, Presence presence, Names names, DeliveryQueue queue) {
        this.source = source;
        this.presence = presence;
        this.names = names;
        this.queue = queue;
    }

    /** Of the inbox and its archive. */
    static InboxScan of(Inbox inbox, DeliveryQueue queue) {
        Names all = () -> Stream.concat(inbox.names(), inbox.archivedNames());
        return new InboxScan(InboxDispatcher.SOURCE, inbox::contains, all, queue);
    }

    /** Of the quarantine. */
    static InboxScan of(Quarantine quarantine, DeliveryQueue queue) {
        return new InboxScan(QuarantineMemory.SOURCE, quarantine::contains, quarantine::names, queue);
    }

    /** Of what else bridges carry. */
    static InboxScan of(SourceFolder folder, DeliveryQueue queue) {
        return new InboxScan(folder.name(), folder::contains, folder::keys, queue);
    }

    private interface Presence {
        boolean of(String file) throws StoreException;
    }

    private interface Names {
        Stream<String> all() throws StoreException;
    }

    /** Something done with a file. */
    interface Step {
        void take(String file) throws StoreException;
    }

    static boolean isMessage(String file) {
        return !file.startsWith(".") && (file.endsWith(".json") || file.endsWith(".md"));
    }

    /** Files that were never dispatched. */
    void forEachUnseen(Step step) throws StoreException {
        forEachUnseenBatch(files -> {
            for (String file : files) {
                step.take(file);
            }
        });
    }

    /** What the queue is to remember of files. */
    interface Judgement {
        List<SeenFile> of(List<String> files);
    }

    /**
     * Records files that were never dispatched, for nobody.
     *
     * @return how many
     */
    long recordUnseen(Judgement judgement) throws StoreException {
        long[] recorded = {0};
        forEachUnseenBatch(files -> forEachPortion(files.stream(), portion -> {
            List<SeenFile> seen = judgement.of(portion);
            queue.record(seen);
            recorded[0] += seen.size();
        }));
        return recorded[0];
    }

    private void forEachUnseenBatch(Portion sorted) throws StoreException {
        List<String> unseen = new ArrayList<>();
        try (Stream<String> all = names.all()) {
            forEachPortion(all, portion -> {
                unseen.addAll(queue.unseen(source, portion));
                if (unseen.size() >= SORTED) {
                    takeSorted(unseen, sorted);
                }
            });
        }
        takeSorted(unseen, sorted);
    }

    /** Files that were dispatched, whoever got them. */
    void forEachSeen(Step step) throws StoreException {
        try (Stream<String> all = names.all()) {
            forEachPortion(all, portion -> {
                Set<String> unseen = queue.unseen(source, portion);
                List<String> seen = new ArrayList<>(portion);
                seen.removeAll(unseen);
                for (String file : seen) {
                    step.take(file);
                }
            });
        }
    }

    /** What is not there any more, nor archived, is forgotten, so that a new file may have its name. */
    void forgetVanished() throws StoreException {
        if (++scans % FORGETTING != 0) {
            return;
        }
        String after = "";
        List<String> page = queue.files(source, after, PORTION);
        while (!page.isEmpty()) {
            List<String> gone = new ArrayList<>();
            for (String file : page) {
                if (!presence.of(file)) {
                    gone.add(file);
                }
            }
            queue.forget(source, gone);
            page = queue.files(source, page.get(page.size() - 1), PORTION);
        }
    }

    private interface Portion {
        void take(List<String> names) throws StoreException;
    }

    private static void forEachPortion(Stream<String> names, Portion portion) throws StoreException {
        List<String> collected = new ArrayList<>(PORTION);
        for (Iterator<String> each = names.iterator(); each.hasNext(); ) {
            collected.add(each.next());
            if (collected.size() == PORTION) {
                portion.take(collected);
                collected.clear();
            }
        }
        if (!collected.isEmpty()) {
            portion.take(collected);
        }
    }

    private static void takeSorted(List<String> files, Portion portion) throws StoreException {
        Collections.sort(files);
        portion.take(files);
        files.clear();
    }
}
