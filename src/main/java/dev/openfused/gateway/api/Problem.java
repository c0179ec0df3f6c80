package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.queue.QueueException;
import dev.openfused.gateway.receive.LimitReachedException;
import dev.openfused.gateway.receive.UndeliverableException;
import dev.openfused.gateway.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An answer that says what went wrong (RFC 9457, problem details). Every failure of a request becomes an answer here and
 * nowhere else. The type is stable; the detail is for people and shows nothing of our insides.
 *
 * @param type {@code urn:openfuse:problem:…}
 * @param title what kind of problem, in a few words
 * @param status the HTTP status
 * @param detail what, whose, what to do
 * @param retryAfter how long the client should wait before it sends the same again, in seconds; empty unless that can help.
 *     A header of the answer, no part of the document
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(String type, String title, int status, String detail, OptionalInt retryAfter) {
    /** The media type of a problem document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String URN = "urn:openfuse:problem:";

    /** One that sending the same again does not help against. */
    private Problem(String type, String title, int status, String detail) {
        this(type, title, status, detail, OptionalInt.empty());
    }

    /**
     * What a failure is answered with.
     *
     * @param failure what a step threw
     * @return the answer
     */
    public static Problem of(@Nullable Throwable failure) {
        if (failure instanceof RejectedMessageException rejected) {
            return rejected(rejected);
        }
        if (failure instanceof RequestRefusedException refused) {
            return refused.problem();
        }
        if (failure instanceof LimitReachedException reached) {
            return switch (reached.limit()) {
                case TOO_MANY_REQUESTS -> tooManyRequests(reached.comeBack());
                case INBOX_FULL ->
                    named("inbox-full", "Inbox full", 507, "nothing was stored; send the same again later")
                            .after(reached.comeBack());
            };
        }
        if (failure instanceof QueueException
                || failure instanceof StoreException
                || failure instanceof UndeliverableException) {
            return of(503);
        }
        return of(500);
    }

    /**
     * What a refusal before any step is answered with.
     *
     * @param status the HTTP status
     * @return the answer
     */
    public static Problem of(int status) {
        return switch (status) {
            case 400 -> new Problem(URN + "bad-request", "Bad request", 400, "the request is not valid HTTP");
            case 401 ->
                new Problem(
                        URN + "unauthenticated",
                        "Unauthenticated",
                        401,
                        "say who calls: Authorization: Bearer TOKEN, or sign the call as Standard Webhooks lays down");
            case 404 -> new Problem(URN + "not-found", "Not found", 404, "there is nothing at this address");
            case 405 ->
                new Problem(
                        URN + "method-not-allowed",
                        "Method not allowed",
                        405,
                        "see Allow for the methods of this address");
            case 408 -> new Problem(URN + "too-slow", "Request timeout", 408, "the request took too long to arrive");
            case 413 ->
                new Problem(URN + "too-large", "Content too large", 413, "the body is larger than this server takes");
            case 414 -> new Problem(URN + "long-address", "URI too long", 414, "the address is too long");
            case 415 ->
                new Problem(
                        URN + "media-type",
                        "Unsupported media type",
                        415,
                        "forms are not taken here; send the body as application/json");
            case 417 ->
                new Problem(
                        URN + "expectation", "Expectation failed", 417, "of Expect only 100-continue is understood");
            case 421 ->
                new Problem(
                        URN + "wrong-host",
                        "Misdirected request",
                        421,
                        "this host name is not ours; its operator can add it to openfuse.http.hosts");
            case 431 -> new Problem(URN + "large-header", "Header too large", 431, "the header fields are too large");
            case 503 ->
                new Problem(
                                URN + "unavailable",
                                "Service unavailable",
                                503,
                                "nothing was accepted; send the same again later")
                        .after(SOON);
            default ->
                new Problem(
                        URN + "internal", "Internal error", 500, "nothing was accepted; the gateway's log says why");
        };
    }

    /**
     * A problem of one request.
     *
     * @param kind the stable part of the type
     * @param title in a few words
     * @param status the HTTP status
     * @param detail what, whose, what to do
     * @return the answer
     */
    static Problem named(String kind, String title, int status, String detail) {
        return new Problem(URN + kind, title, status, detail);
    }

    private static Problem rejected(RejectedMessageException rejected) {
        String kind = rejected.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (rejected.reason()) {
            case MALFORMED, MALFORMED_KEY, MALFORMED_TIMESTAMP ->
                named(kind, "Not a message", 400, String.valueOf(rejected.getMessage()));
            default -> named(kind, "Message refused", 403, String.valueOf(rejected.getMessage()));
        };
    }

    /**
     * Somebody calls too often.
     *
     * @param wait how long it is until the next call is answered
     * @return 429, to be tried again after that
     */
    static Problem tooManyRequests(Duration wait) {
        return named(
                        "too-many-requests",
                        "Too many requests",
                        429,
                        "this is too often; send the same again after the seconds in Retry-After")
                .after(wait);
    }

    /** The same, to be tried again after a while: in whole seconds, rounded up. */
    private Problem after(Duration wait) {
        long seconds = wait.plusNanos(999_999_999).toSeconds();
        return new Problem(type, title, status, detail, OptionalInt.of(Math.toIntExact(Math.max(1, seconds))));
    }

    /** Ends an answer that no route gives. */
    Future<Void> answer(HttpServerResponse response) {
        retryAfter.ifPresent(seconds -> response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .end(Buffer.buffer(json()));
    }

    /**
     * The problem document.
     *
     * @return UTF-8 JSON, one line
     */
    public byte[] json() {
        return JsonBytes.of(document());
    }

    ObjectNode document() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }
}
