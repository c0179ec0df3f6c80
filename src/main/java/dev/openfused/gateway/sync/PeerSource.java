package dev.openfused.gateway.sync;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.message.WaitingMail;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A way to what one peer shows and holds. Answers are whole or an exception: {@link PeerRefusedException} if the peer
 * answered otherwise, {@link TooLargeException} if it says too much, any other {@link IOException} if there was no whole
 * answer. Safe for many threads.
 */
public interface PeerSource extends Closeable {
    /**
     * Fetches a file.
     *
     * @param way {@code CONTEXT.md}, {@code PROFILE.md}, or the names from {@code shared} or {@code knowledge} on
     * @param known what we have, or null
     * @param largest in bytes
     * @return its bytes
     * @throws IOException as said above
     */
    Answer<byte[]> file(List<String> way, @Nullable Version known, long largest) throws IOException;

    /**
     * Lists a folder.
     *
     * @param way the names from {@code shared} or {@code knowledge} on
     * @param known what we have, or null
     * @param most how many entries are read
     * @param allowance told how large the listing is
     * @return that many at most
     * @throws IOException as said above
     */
    Answer<List<RemoteEntry>> list(List<String> way, @Nullable Version known, int most, ListingAllowance allowance)
            throws IOException;

    /**
     * Fetches some of the mail that waits for us.
     *
     * @param self who we are
     * @param after {@code _outboxFile} of what we have; a peer may ignore that
     * @param wanted asked once about each that is offered, by {@link WaitingMail.Waiting#key}, in the peer's order
     * @param most how many
     * @return a batch
     * @throws IOException as said above
     */
    WaitingMail.Batch mail(Self self, @Nullable String after, Predicate<String> wanted, int most) throws IOException;

    /**
     * Whether it can be told which mail we have.
     *
     * @return if not, we remember that ourselves, and what we took keeps the name it has there
     */
    default boolean acknowledges() {
        return true;
    }

    /**
     * Says that we have a message.
     *
     * @param self who we are
     * @param file the names in its {@code _outboxFile}
     * @throws IOException as said above
     */
    void acknowledge(Self self, List<String> file) throws IOException;

    /**
     * Puts our address card where the peer, a hosted mailbox, shows it under our name.
     *
     * @param self who we are
     * @param profile its bytes, UTF-8
     * @throws IOException as said above, or if the way knows no such thing
     */
    default void publishProfile(Self self, byte[] profile) throws IOException {
        throw new IOException("a profile is published over HTTP only");
    }

    /**
     * What the peer's clock said when it last answered.
     *
     * @return a time, or null if it never said one
     */
    default @Nullable Instant farTime() {
        return null;
    }

    /**
     * Who we are, and the proof.
     *
     * @param name what peers know us by
     * @param keys ours
     */
    record Self(String name, AgentKeys keys) {}
}
