package dev.openfused.gateway.sync;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a peer answered to a question for something that may be there or not, and that we may have already.
 *
 * @param state which of these
 * @param content what was asked for; null unless it was sent
 * @param version how to ask for it the next time; null if the peer has no versions
 * @param <T> what was asked for
 */
public record Answer<T>(
        State state, @Nullable T content, @Nullable Version version) {
    /** What a peer may answer. */
    public enum State {
        /** Here it is. */
        SENT,
        /** It is what you have. */
        UNCHANGED,
        /** There is none, or none that is shown. */
        ABSENT
    }

    /**
     * It is there.
     *
     * @param content what was asked for
     * @param version how to ask the next time, or null
     * @param <T> what was asked for
     * @return the answer
     */
    public static <T> Answer<T> sent(T content, @Nullable Version version) {
        return new Answer<>(State.SENT, content, version);
    }

    /**
     * It is what we have.
     *
     * @param <T> what was asked for
     * @return the answer
     */
    public static <T> Answer<T> unchanged() {
        return new Answer<>(State.UNCHANGED, null, null);
    }

    /**
     * It is not there.
     *
     * @param <T> what was asked for
     * @return the answer
     */
    public static <T> Answer<T> absent() {
        return new Answer<>(State.ABSENT, null, null);
    }

    T sentContent() {
        return Objects.requireNonNull(content, "only what was sent has a content");
    }
}
