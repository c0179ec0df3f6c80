package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/** Puts an answer in place of a request. A fresh message, or the request's header fields would go back out with it. */
final class HttpAnswer {
    private HttpAnswer() {}

    static void json(Exchange exchange, int status, ObjectNode json) {
        bytes(exchange, status, "application/json", JsonBytes.of(json));
    }

    static Message bytes(Exchange exchange, int status, String mediaType, byte[] body) {
        Message answer = empty(exchange, status);
        answer.setHeader(Exchange.CONTENT_TYPE, mediaType);
        answer.setBody(ByteBuffer.wrap(body)); // written in one go; a byte[] would be streamed in the background
        return answer;
    }

    /** The body is read while the answer is written, and closed when that is over, also if the client leaves. */
    static Message stream(Exchange exchange, String mediaType, InputStream body) {
        InputStream download = CalledRequest.below(CalledRequest.of(exchange)).download(body);
        Message answer = empty(exchange, 200);
        answer.setHeader(Exchange.CONTENT_TYPE, mediaType);
        answer.setBody(download);
        return answer;
    }

    static Message empty(Exchange exchange, int status) {
        Message answer = new DefaultMessage(exchange);
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.setMessage(answer);
        return answer;
    }
}
