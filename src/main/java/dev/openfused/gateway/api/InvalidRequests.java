package dev.openfused.gateway.api;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Answers what the HTTP decoder could not make sense of. Its connection can't be read on. */
final class InvalidRequests implements Handler<HttpServerRequest> {
    private final RequestIds ids;
    private final HttpDate date;

    InvalidRequests(RequestIds ids, HttpDate date) {
        this.ids = ids;
        this.date = date;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Problem problem = Problem.of(statusOf(request.decoderResult().cause()));
        String id = ids.next();
        AccessLog.refused(request, problem.status(), id);
        request.response()
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader(HttpHeaders.DATE, date.now())
                .putHeader(CalledRequest.ID, id);
        problem.answer(request.response())
                .onComplete(sent -> request.connection().close());
    }

    private static int statusOf(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }
}
