package dev.openfused.gateway.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Decides which client gives way when a shared resource runs short: the client that holds most of it, with its oldest share
 * first. So a slow client makes room for a newcomer, and never the other way round.
 */
final class Shares {
    private Shares() {}

    /**
     * What somebody holds.
     *
     * @param holder a connection, request or download
     * @param client whose it is, see {@link ClientKey}
     * @param size how much of it
     * @param since when he got it, of {@code System.nanoTime}
     */
    record Share<T>(T holder, String client, long size, long since) {}

    /** All that one client holds. */
    private static final class Held<T> {
        private final PriorityQueue<Share<T>> oldestFirst =
                new PriorityQueue<>((a, b) -> Long.signum(a.since() - b.since()));
        private long total;

        private long total() {
            return total;
        }

        private long age(long now) {
            return now - oldestFirst.element().since();
        }
    }

    /**
     * Who has to give way until so much is free.
     *
     * @param shares all that is held and can be taken away
     * @param enough how much must become free
     * @return holders in the order in which they go; all of them if there is not enough
     */
    static <T> List<T> toRelease(Collection<Share<T>> shares, long enough) {
        Map<String, Held<T>> clients = new HashMap<>();
        for (Share<T> share : shares) {
            Held<T> held = clients.computeIfAbsent(share.client(), client -> new Held<>());
            held.oldestFirst.add(share);
            held.total += share.size();
        }
        long now = System.nanoTime();
        PriorityQueue<Held<T>> mostFirst = new PriorityQueue<>(Comparator.<Held<T>>comparingLong(Held::total)
                .thenComparingLong(held -> held.age(now))
                .reversed());
        mostFirst.addAll(clients.values());
        List<T> released = new ArrayList<>();
        for (long free = 0; free < enough && !mostFirst.isEmpty(); ) {
            Held<T> most = mostFirst.remove();
            Share<T> oldest = most.oldestFirst.remove();
            released.add(oldest.holder());
            free += oldest.size();
            most.total -= oldest.size();
            if (!most.oldestFirst.isEmpty()) {
                mostFirst.add(most);
            }
        }
        return released;
    }
}
