package dev.openfused.gateway.api;

import dev.openfused.gateway.api.Shares.Share;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The downloads under way: each holds a file open. If there are too many, the oldest of the client that has most of them
 * is aborted.
 */
final class Downloads {
    private record Begun(CalledRequest request, long since) {}

    private final int most;
    private final Map<Download, Begun> underWay = new ConcurrentHashMap<>();

    /** None yet, and never more than so many. */
    Downloads(int most) {
        this.most = most;
    }

    /** Begins one. */
    Download begin(CalledRequest request, InputStream body, HttpServerResponse answer) {
        if (underWay.size() >= most) {
            breakOffOne();
        }
        Download download = new Download(body, answer);
        underWay.put(download, new Begun(request, System.nanoTime()));
        return download;
    }

    /** Ends one. */
    void end(Download download, Vertx loops) {
        underWay.remove(download);
        download.end(loops);
    }

    private void breakOffOne() {
        List<Share<Download>> shares = underWay.entrySet().stream()
                .map(each -> new Share<>(
                        each.getKey(),
                        each.getValue().request().client(),
                        1,
                        each.getValue().since()))
                .toList();
        for (Download oldest : Shares.toRelease(shares, 1)) {
            Begun begun = underWay.remove(oldest); // at once, so that the next newcomer takes another
            if (begun != null) {
                begun.request().breakOff();
            }
        }
    }
}
