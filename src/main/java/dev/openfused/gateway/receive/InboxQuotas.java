package dev.openfused.gateway.receive;

import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quotas of the inbox: keys in the keyring, all other keys, and each single key have one, so that nobody fills the inbox
 * for others (protocol section 11). Files are counted as by {@link Room}: once, and again when the inbox seems full. Any
 * stranger may cause that, so during a later count the earlier figures are used, and a long count is seldom repeated. A
 * file's name does not prove its sender; the queue remembers it. Thread-safe.
 */
final class InboxQuotas {
    /** Names that the queue is asked about at once. */
    private static final int PORTION = 1_000;

    /** Counting may take a twentieth of the time. */
    private static final int PAUSE_PER_COUNT = 20;

    private static final Logger LOG = LoggerFactory.getLogger(InboxQuotas.class);

    private final Inbox inbox;
    private final AcceptedFiles accepted;
    private final StoreOpener openers;
    private final InboxLimits limits;
    private final LongSupplier nanoTime;

    /** Held while the files are counted. */
    private final Lock counting = new ReentrantLock();

    private final Map<String, Tally> tallies = new HashMap<>();
    private final Group known;
    private final Group strangers;
    private volatile boolean counted;
    private long countedAt;
    private long pause;

    /** Keys that share a quota. */
    private static final class Group {
        final String name;
        final @Nullable Integer limit;
        long files;
        boolean full;

        Group(String name, @Nullable Integer limit) {
            this.name = name;
            this.limit = limit;
        }

        boolean isFull() {
            return limit != null && files >= limit;
        }
    }

    /**
     * One key's files. A place that was given and whose file may be there or not yet counts, too many rather than too few; so
     * does a file that was stored since the count began.
     */
    private static final class Tally {
        Group group;
        int files;
        int reserved;
        int stored;

        Tally(Group group) {
            this.group = group;
        }
    }

    InboxQuotas(Inbox inbox, AcceptedFiles accepted, StoreOpener openers, InboxLimits limits, LongSupplier nanoTime) {
        this.inbox = inbox;
        this.accepted = accepted;
        this.openers = openers;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.known = new Group(
                "messages of keys in the keyring (" + GatewaySettings.RECEIVE_INBOX_LIMIT.key() + ")", limits.known());
        this.strangers = new Group(
                "messages of unknown keys (" + GatewaySettings.RECEIVE_UNKNOWN_LIMIT.key() + ")", limits.strangers());
    }

    /** The places that one key's holder may still take, by its fingerprint. */
    Places of(String signer) {
        return new Places() {
            @Override
            public boolean reserve() throws StoreException {
                return InboxQuotas.this.reserve(signer);
            }

            @Override
            public void settle(boolean stored) {
                InboxQuotas.this.settle(signer, stored);
            }

            @Override
            public String whyFull() {
                return InboxQuotas.this.whyFull(signer);
            }
        };
    }

    private boolean reserve(String signer) throws StoreException {
        MessageOpener opener = openers.current();
        countIfDue(signer, opener);
        return take(signer, opener);
    }

    /** The first count is waited for; there are no figures before. */
    private void countIfDue(String signer, MessageOpener opener) throws StoreException {
        if (!counted) {
            counting.lock();
        } else if (!isCountDue(signer, opener) || !counting.tryLock()) {
            return;
        }
        try {
            if (isCountDue(signer, opener)) {
                count(opener);
            }
        } finally {
            counting.unlock();
        }
    }

    private synchronized boolean isCountDue(String signer, MessageOpener opener) {
        return !counted || (isFull(tally(signer, opener)) && nanoTime.getAsLong() - countedAt >= pause);
    }

    private synchronized boolean take(String signer, MessageOpener opener) {
        Tally tally = tally(signer, opener);
        if (isFull(tally)) {
            warnOnce(tally.group);
            return false;
        }
        tally.group.full = false;
        tally.reserved++;
        add(tally, 1);
        return true;
    }

    private synchronized void settle(String signer, boolean stored) {
        Tally tally = tallies.get(signer);
        if (tally != null) {
            tally.reserved--;
            tally.stored += stored ? 1 : 0;
            add(tally, stored ? 0 : -1);
        }
    }

    private synchronized String whyFull(String signer) {
        Tally tally = tallies.get(signer);
        return tally == null || tally.group.isFull()
                ? "inbox/ holds its limit of " + (tally == null ? strangers : tally.group).name
                : "inbox/ holds " + limits.sender() + " messages or more of the key " + signer + " ("
                        + GatewaySettings.RECEIVE_SENDER_LIMIT.key() + ")";
    }

    private boolean isFull(Tally tally) {
        return tally.group.isFull() || (limits.sender() != null && tally.files >= limits.sender());
    }

    private static void warnOnce(Group group) {
        if (group.isFull() && !group.full) {
            group.full = true;
            LOG.warn("inbox/ holds its limit of {}; more are answered 507 until some are archived", group.name);
        }
    }

    /** A key that was put into the keyring since takes its files along. */
    private Tally tally(String signer, MessageOpener opener) {
        Group group = opener.knows(signer) ? known : strangers;
        Tally tally = tallies.computeIfAbsent(signer, key -> new Tally(group));
        if (tally.group != group) {
            tally.group.files -= tally.files;
            group.files += tally.files;
            tally.group = group;
        }
        return tally;
    }

    private static void add(Tally tally, int files) {
        tally.files += files;
        tally.group.files += files;
    }

    private void count(MessageOpener opener) throws StoreException {
        long began = nanoTime.getAsLong();
        forgetStored();
        Map<String, Integer> files = new HashMap<>();
        List<String> portion = new ArrayList<>();
        try (Stream<String> names = inbox.names()) {
            names.forEach(name -> {
                portion.add(name);
                if (portion.size() == PORTION) {
                    count(portion, files);
                }
            });
        }
        count(portion, files);
        replace(files, opener, began);
    }

    /** What nobody signed, or was not looked at yet, is a stranger's. */
    private void count(List<String> names, Map<String, Integer> files) {
        Map<String, String> senders = accepted.senders(names);
        names.forEach(name -> files.merge(senders.getOrDefault(name, ""), 1, Integer::sum));
        names.clear();
    }

    private synchronized void forgetStored() {
        tallies.values().forEach(tally -> tally.stored = 0);
    }

    private synchronized void replace(Map<String, Integer> files, MessageOpener opener, long began) {
        known.files = 0;
        strangers.files = 0;
        tallies.values().removeIf(tally -> tally.reserved == 0 && tally.stored == 0);
        for (Tally tally : tallies.values()) {
            tally.files = 0;
            add(tally, tally.reserved + tally.stored);
        }
        files.forEach((signer, count) -> add(tally(signer, opener), count));
        countedAt = nanoTime.getAsLong();
        pause = Math.max(Room.RECOUNT.toNanos(), PAUSE_PER_COUNT * (countedAt - began));
        counted = true;
    }
}
