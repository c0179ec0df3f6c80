package dev.openfused.gateway.api;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.util.List;
import java.util.Locale;

/**
 * Reads a body into memory, never into a file, and stops at the limit while it is still arriving, whether or not its
 * length was announced. Bodies of all connections together stay below a limit too, see {@link PendingBodies}.
 */
final class BodyReader implements Handler<RoutingContext> {
    private final int largest;
    private final PendingBodies bodies;

    BodyReader(HttpSettings settings) {
        this.largest = settings.limits().body();
        this.bodies = new PendingBodies(settings.limits().pending());
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (!codings.isEmpty()) {
            endConnectionWith(context);
        }
        if (codings.size() > 1 || (codings.size() == 1 && !codings.get(0).equalsIgnoreCase("chunked"))) {
            context.fail(400);
        } else if (isForm(request) && !FormAtHook.admit(request)) {
            context.fail(415);
        } else if (announced(request) > largest) {
            context.fail(413);
        } else if (mayBegin(context)) {
            read(context, request);
        }
    }

    /**
     * Nothing is read behind a request without a length: where it ends, a proxy before us may see otherwise (RFC 9112, 6.1
     * and 11.2), and what we took for the next request would be part of somebody's body.
     */
    private static void endConnectionWith(RoutingContext context) {
        context.addHeadersEndHandler(
                headers -> context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
        context.addEndHandler(end -> {
            if (context.request().isEnded()) {
                context.request().connection().close();
            }
        });
    }

    private void read(RoutingContext context, HttpServerRequest request) {
        PendingBody pending = new PendingBody(context);
        context.addEndHandler(end -> bodies.end(pending));
        request.handler(part -> {
            if (context.failed()) {
                return; // more of a body that was refused
            }
            if (pending.length() + part.length() > largest) {
                context.fail(413);
            } else if (!bodies.append(pending, part)) {
                context.fail(503);
            }
        });
        request.endHandler(end -> {
            if (!context.failed()) {
                bodies.complete(pending).ifPresent(body -> handOver(context, body));
            }
        });
    }

    private static void handOver(RoutingContext context, Buffer body) {
        FrontDoor.requestOf(context).bodyComplete();
        RoutingContextInternal internal = (RoutingContextInternal) context;
        internal.visitHandler(RoutingContextInternal.BODY_HANDLER);
        internal.setBody(body);
        context.next();
    }

    private static boolean mayBegin(RoutingContext context) {
        String expect = context.request().getHeader(HttpHeaders.EXPECT);
        if (expect == null) {
            return true;
        }
        if (!expect.equalsIgnoreCase("100-continue")) {
            context.fail(417);
            return false;
        }
        context.response().writeContinue();
        return true;
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null) {
            return false;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("multipart/form-data") || lower.startsWith("application/x-www-form-urlencoded");
    }

    /** The announced length; the server has refused lengths that are no numbers before. */
    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
