package dev.openfused.gateway.outbound;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;

/**
 * Bounds one exchange. A socket timeout only bounds the wait for the next byte, so a far end that sends one byte a
 * second would hold a worker for ever: at the deadline the connection is closed under it. Where an answer counts by its
 * status, we read no more of its body than the first 64 KiB; where it counts by its body, that is whole or a fault.
 */
final class AnswerLimit implements ExecChainHandler {
    private final Duration timeout;
    private final boolean whole;

    private AnswerLimit(Duration timeout, boolean whole) {
        this.timeout = timeout;
        this.whole = whole;
    }

    /** For answers that count by their status. */
    static AnswerLimit ofBeginning(Duration timeout) {
        return new AnswerLimit(timeout, false);
    }

    /** For answers that count by their body. */
    static AnswerLimit ofWhole(Duration timeout) {
        return new AnswerLimit(timeout, true);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        CompletableFuture<Void> watch = answered.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync((done, late) -> {
                    if (late != null) {
                        scope.execRuntime.discardEndpoint();
                    }
                });
        try {
            ClassicHttpResponse answer = chain.proceed(request, scope);
            HttpEntity entity = answer.getEntity();
            if (entity == null) {
                answered.complete(null);
            } else {
                answer.setEntity(
                        whole
                                ? new WholeEntity(entity, scope.execRuntime, answered, lateText())
                                : new BoundedEntity(entity, scope.execRuntime, answered));
            }
            return answer;
        } catch (IOException | IllegalStateException e) {
            boolean expired = watch.isCompletedExceptionally() || answered.isCompletedExceptionally();
            answered.complete(null);
            if (expired || isReadTimeout(e)) {
                throw late(e);
            }
            throw e;
        } catch (HttpException | RuntimeException | Error e) {
            answered.complete(null);
            throw e;
        }
    }

    /** The wait for the first byte is as long as for all, so it may end a moment before the watch does. */
    private static boolean isReadTimeout(Exception e) {
        return e instanceof SocketTimeoutException && !(e instanceof ConnectTimeoutException);
    }

    private InterruptedIOException late(Exception cause) {
        SocketTimeoutException late = new SocketTimeoutException(lateText());
        late.addSuppressed(cause); // not its cause: that the socket was closed says nothing to people
        return late;
    }

    private String lateText() {
        return "no whole answer within " + timeout.toMillis() + " ms";
    }
}
