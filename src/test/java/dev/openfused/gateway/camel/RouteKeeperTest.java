package dev.openfused.gateway.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.LogLines;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RouteKeeperTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Written written = new Written();
    private final RouteKeeper<String> keeper = new RouteKeeper<>(context, "looking", written);

    /** Writes down what it is asked to do. */
    private static final class Written implements RouteKeeper.Routes<String> {
        private final Map<String, String> store = new ConcurrentSkipListMap<>();
        private final List<String> made = new CopyOnWriteArrayList<>();
        private final List<String> reasons = new ArrayList<>();
        private volatile boolean failing;
        private volatile boolean unreadable;
        private volatile boolean broken;
        private volatile boolean noMemory;
        private volatile String dead = "";

        @Override
        public Map<String, String> wanted() throws StoreException {
            if (unreadable) {
                throw new StoreException(".mesh.json is not JSON");
            }
            if (noMemory) {
                throw new OutOfMemoryError("Java heap space");
            }
            if (broken) {
                throw new UncheckedIOException(new IOException("the disk is away"));
            }
            return new TreeMap<>(store);
        }

        @Override
        public void unreadable(String reason) {
            reasons.add(reason);
        }

        @Override
        public void add(String name, String what) throws Exception {
            made.add("+" + name + "=" + what);
            if (failing) {
                throw new IOException("no way there");
            }
        }

        @Override
        public String lacking(String what) {
            return "peer at " + what + " gets nothing";
        }

        @Override
        public void remove(String name) {
            made.add("-" + name);
        }

        @Override
        public boolean isRunning(String name) {
            return !name.equals(dead);
        }
    }

    @AfterEach
    void close() throws Exception {
        keeper.close();
        context.close();
    }

    @Test
    void aRouteIsMadeOnceAndAnewWhenWhatItDependsOnChanges() {
        written.store.putAll(Map.of("alice", "a", "bob", "b"));
        keeper.refresh();
        keeper.refresh();
        written.store.put("bob", "c");
        written.store.remove("alice");
        keeper.refresh();

        assertThat(written.made).containsExactly("+alice=a", "+bob=b", "-alice", "-bob", "+bob=c");
    }

    @Test
    void aRouteThatCannotBeMadeIsClearedAwayToldOnceAndTriedAtEachLook() {
        written.failing = true;
        written.store.put("bob", "b");
        try (LogLines log = LogLines.of(RouteKeeper.class)) {
            keeper.refresh();
            keeper.refresh();
            written.failing = false;
            keeper.refresh();

            assertThat(log.lines()).containsExactly("peer at b gets nothing: no way there");
        }
        assertThat(written.made).containsExactly("+bob=b", "-bob", "+bob=b", "-bob", "+bob=b");
    }

    @Test
    void aStoreThatCannotBeReadLeavesRoutesAsTheyAreAndIsToldOnceForEachReason() {
        written.store.put("bob", "b");
        keeper.refresh();
        written.unreadable = true;
        keeper.refresh();
        keeper.refresh();
        written.unreadable = false;
        written.broken = true;
        keeper.refresh();
        keeper.refresh();

        assertThat(written.made).containsExactly("+bob=b");
        assertThat(written.reasons).containsExactly(".mesh.json is not JSON", "java.io.IOException: the disk is away");
    }

    @Test
    void whateverALookMeetsAnotherFollows() throws Exception {
        context.start();
        written.broken = true;
        keeper.start();
        written.store.put("bob", "b");
        written.broken = false;

        await().untilAsserted(() -> assertThat(written.made).containsExactly("+bob=b"));
    }

    @Test
    void anErrorIsNotTheEndOfLooking() throws Exception {
        context.start();
        keeper.start();
        try (LogLines log = LogLines.of(RouteKeeper.class)) {
            written.noMemory = true;
            await().untilAsserted(() -> assertThat(log.lines()).isNotEmpty());
            written.store.put("bob", "b");
            written.noMemory = false;

            await().untilAsserted(() -> assertThat(written.made).containsExactly("+bob=b"));
        }
    }

    @Test
    void aRouteWhoseThreadDiedIsMadeAnewAndTold() {
        written.store.putAll(Map.of("alice", "a", "bob", "b"));
        keeper.refresh();
        written.dead = "bob";
        try (LogLines log = LogLines.of(RouteKeeper.class)) {
            keeper.refresh();
            written.dead = "";
            keeper.refresh();

            assertThat(log.lines()).containsExactly("the thread of the route of bob died; restarting the route");
        }
        assertThat(written.made).containsExactly("+alice=a", "+bob=b", "-bob", "+bob=b");
    }

    @Test
    void whatItMadeIsGoneWhenItIsClosedAndStaysSo() {
        written.store.putAll(Map.of("alice", "a", "bob", "b"));
        keeper.refresh();
        keeper.close();
        keeper.refresh();

        assertThat(written.made).endsWith("-alice", "-bob");
    }
}
