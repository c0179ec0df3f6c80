package dev.openfused.gateway.sync;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.PeerFiles;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one peer is doing, kept beside what sync knows of its files, so that it outlives the process and the command line can
 * show it. While the peer does not answer, the pause doubles, up to a limit; one that breaks off after it gave us something does
 * answer. Lost, damaged, or of another address, it is as if the peer was not asked yet.
 *
 * @param lastSuccess when an exchange last succeeded; null if none did
 * @param lastTry when it was last asked; null if it was not
 * @param fault why that failed, one line; null if it did not
 * @param every how often a gateway asks it while it answers; zero if none did yet
 * @param pause how long it is left alone; zero if it is not
 * @param until when that is over; null if it is not left alone
 */
public record PeerState(
        @Nullable Instant lastSuccess,
        @Nullable Instant lastTry,
        @Nullable String fault,
        Duration every,
        Duration pause,
        @Nullable Instant until) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Later ones are no times of ours, and can't be added to. */
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    /**
     * What stands in the file. Of an exchange that succeeded it says nothing that changes, as {@code .last-sync} has the time:
     * so it is not written each time.
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Contents(
            @Nullable String url,
            long everyMillis,
            @Nullable String failed,
            @Nullable String fault,
            long pauseMillis,
            @Nullable String until) {
        static final Contents NONE = new Contents(null, 0, null, null, 0, null);
    }

    /**
     * Reads it.
     *
     * @param files the peer's
     * @param url its address now
     * @return what is known
     * @throws StoreException if it can't be read
     */
    public static PeerState of(PeerFiles files, String url) throws StoreException {
        Instant success = files.lastSync().filter(LAST::isAfter).orElse(null);
        Optional<byte[]> saved = files.state();
        if (saved.isPresent()) {
            try {
                Contents contents = JSON.readValue(saved.get(), Contents.class);
                if (contents != null && url.equals(contents.url())) {
                    return of(contents, success);
                }
            } catch (IOException | DateTimeException | ArithmeticException e) {
                // As good as none.
            }
        }
        return of(Contents.NONE, success);
    }

    private static PeerState of(Contents contents, @Nullable Instant success) {
        Instant failed = instant(contents.failed());
        return new PeerState(
                success,
                failed == null ? success : failed,
                contents.fault(),
                Duration.ofMillis(Math.max(0, contents.everyMillis())),
                Duration.ofMillis(Math.max(0, contents.pauseMillis())),
                instant(contents.until()));
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(Instant::parse)
                .filter(LAST::isAfter)
                .orElse(null);
    }

    /** Writes it, if it changed. Only the holder of the peer's lock may. */
    void save(PeerFiles to, String url) throws StoreException {
        byte[] now;
        try {
            now = JSON.writeValueAsBytes(new Contents(
                    url, every.toMillis(), fault == null ? null : text(lastTry), fault, pause.toMillis(), text(until)));
        } catch (IOException e) {
            throw new StoreException("how a peer is doing can't be put down", e);
        }
        if (!Arrays.equals(now, to.state().orElse(null))) {
            to.keepState(now);
        }
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /**
     * Whether the peer is to be asked now. A timer that comes a moment early is not a round late; and neither a clock that
     * was set back nor a longest wait that was made shorter leaves a peer alone for too long.
     *
     * @param now the time
     * @param pace of the gateway that asks
     * @return false while it is left alone
     */
    public boolean isDue(Instant now, Pace pace) {
        return until == null
                || pause.compareTo(pace.longest()) > 0
                || until.isAfter(now.plus(pause))
                || !now.isBefore(until.minus(pace.every().dividedBy(2)));
    }

    /**
     * When the gateway asks it again, give or take a tenth of {@link #every}.
     *
     * @return a time, which lies in the past if no gateway runs; empty if none ever asked
     */
    public Optional<Instant> nextTry() {
        if (until != null || every.isZero() || lastTry == null) {
            return Optional.ofNullable(until);
        }
        return Optional.of(lastTry.plus(every));
    }

    /** After an exchange. One by hand neither begins a pause nor makes it longer, but it ends it. */
    PeerState after(SyncReport report, Instant now, Pace pace) {
        Duration often = pace.served() ? pace.every() : every;
        if (report.succeeded()) {
            return new PeerState(now, now, null, often, Duration.ZERO, null);
        }
        String why = VisibleText.of(report.faults().get(0));
        if (!report.away() || report.isNews()) {
            return new PeerState(lastSuccess, now, why, often, Duration.ZERO, null);
        }
        if (pace.isByHand()) {
            return new PeerState(lastSuccess, now, why, often, pause, until);
        }
        Duration longer = pace.after(pause);
        return new PeerState(lastSuccess, now, why, often, longer, now.plus(longer));
    }
}
