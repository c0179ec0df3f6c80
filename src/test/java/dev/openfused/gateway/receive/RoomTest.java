package dev.openfused.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private Inbox inbox;

    @BeforeEach
    void makeAStore() throws Exception {
        inbox = Store.init(folder, "wisp").inbox();
    }

    @Test
    void whatIsThereAtTheFirstMessageCountsAndWhatIsNoMessageDoesNot() throws Exception {
        put("a.json");
        put("b.md");
        put("c.txt");
        Room room = room(3);

        assertThat(room.reserve()).isTrue();
        assertThat(room.reserve()).isFalse();
    }

    @Test
    void aFullFolderIsCountedAgainOnlyAfterAWhile() throws Exception {
        put("a.json");
        Room room = room(1);
        assertThat(room.reserve()).isFalse();
        inbox.archive("a.json");

        pass(Room.RECOUNT.minusNanos(1));
        assertThat(room.reserve()).isFalse();
        pass(Duration.ofNanos(1));

        assertThat(room.reserve()).isTrue();
    }

    @Test
    void aFolderThatIsNotFullIsNotCountedAgain() throws Exception {
        Room room = room(3);
        store(room, "a.json");
        put("by-somebody.json");
        put("by-somebody-else.json");
        pass(Duration.ofDays(1));

        store(room, "b.json");
        store(room, "c.json");
        assertThat(room.reserve())
                .as("full as far as the door knows, and then it looks")
                .isFalse();
        for (String file : new String[] {"a.json", "b.json", "c.json"}) {
            inbox.archive(file);
        }
        pass(Room.RECOUNT);

        store(room, "d.json");
        assertThat(room.reserve()).as("two of them are somebody's").isFalse();
    }

    @Test
    void aPlaceThatIsTakenAndNotYetFilledIsNotGivenTwiceByACount() throws Exception {
        put("a.json");
        Room room = room(2);
        assertThat(room.reserve()).isTrue();
        assertThat(room.reserve()).isFalse();
        pass(Room.RECOUNT);
        assertThat(room.reserve()).isFalse();

        room.settle(false);

        assertThat(room.reserve()).isTrue();
    }

    private Room room(int limit) {
        return new Room("inbox/", inbox, limit, nanos::get);
    }

    private void store(Room room, String name) throws Exception {
        assertThat(room.reserve()).isTrue();
        put(name);
        room.settle(true);
    }

    private void put(String name) throws Exception {
        inbox.put(name, new byte[0]);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
