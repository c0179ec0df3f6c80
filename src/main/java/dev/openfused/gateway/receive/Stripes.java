package dev.openfused.gateway.receive;

import dev.openfused.gateway.message.MessageId;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** One lock for each id, near enough: of several copies of one message only one is worked on at a time. */
final class Stripes {
    private static final int COUNT = 1024;

    private final ReentrantLock[] locks =
            IntStream.range(0, COUNT).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    ReentrantLock of(MessageId id) {
        return locks[Math.floorMod(id.hashCode(), COUNT)];
    }
}
