package dev.openfused.gateway.api;

import org.apache.camel.Message;

/** A request's body as bytes. */
final class CallBody {
    private static final byte[] NOTHING = {};

    private CallBody() {}

    static byte[] of(Message request) {
        byte[] body = request.getBody(byte[].class);
        return body == null ? NOTHING : body;
    }
}
