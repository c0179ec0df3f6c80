package dev.openfused.gateway.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Decodes one request of an HTTP/1 connection at a time: the next once the one before is answered and the client takes
 * its answers. Until then its bytes stay as they are and no more are read, so a client that sends a thousand
 * requests and reads nothing has a few answered, not a thousand.
 *
 * <p>A request whose end can be read in two ways is invalid (RFC 9112, 6.3). Behind it, and behind an answer that ends
 * the connection, nothing is decoded: a proxy before us may see the border between two requests elsewhere.
 *
 * <p>A request has at most {@value #MOST_FIELDS} header and trailer fields: in memory a field takes many times the four
 * bytes that it can take on the wire.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
    private static final int MOST_FIELDS = 200;

    private final int largestRest;
    private final Runnable refuseBody;
    private int fields;
    private long discarded;
    private boolean arriving;
    private boolean unanswered;
    private boolean ended;

    private RequestDecoder(HttpServerOptions options, int largestRest, Runnable refuseBody) {
        super(options);
        this.largestRest = largestRest;
        this.refuseBody = refuseBody;
    }

    /**
     * Takes the place of the decoder that Vert.x has put into the pipeline of an HTTP/1 connection.
     *
     * @param options of the server
     * @param largestRest how many bytes are still read behind the last request, and thrown away
     * @param refuseBody answers the request whose body turns out to be invalid
     */
    static void replaceIn(ChannelPipeline pipeline, HttpServerOptions options, int largestRest, Runnable refuseBody) {
        RequestDecoder decoder = new RequestDecoder(options, largestRest, refuseBody);
        pipeline.replace("httpDecoder", "httpDecoder", decoder);
        pipeline.addBefore("handler", "answers", decoder.new Answers());
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (ended && !arriving) {
            discard(ctx, in);
        } else if (arriving || mayBegin(ctx)) {
            super.decode(ctx, in, out);
            note(out);
        }
    }

    /** Of what comes behind the end, so much is read that its sender can read the answer, as a reset would keep it from him. */
    private void discard(ChannelHandlerContext ctx, ByteBuf in) {
        discarded += in.readableBytes();
        in.skipBytes(in.readableBytes());
        if (discarded > largestRest) {
            ctx.channel().unsafe().close(ctx.voidPromise());
        }
    }

    private boolean mayBegin(ChannelHandlerContext ctx) {
        return !unanswered && ctx.channel().isWritable();
    }

    private void note(List<Object> decoded) {
        for (int i = 0; i < decoded.size(); i++) {
            HttpObject each = (HttpObject) decoded.get(i);
            boolean begins = each instanceof HttpRequest;
            if (begins) {
                arriving = true;
                unanswered = true;
            }
            if (each.decoderResult().isFailure()) {
                ended = true;
                arriving = false;
                if (!begins) {
                    decoded.remove(i); // what becomes of the request is decided here; Vert.x would close it unanswered
                    refuseBody.run();
                }
                return;
            }
            if (each instanceof LastHttpContent) {
                arriving = false;
            }
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        fields = 0;
        return super.createMessage(initialLine);
    }

    /** Each field, of the header or of the trailer, goes through here once. */
    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        if (++fields > MOST_FIELDS) {
            throw new TooLongHttpHeaderException("more than " + MOST_FIELDS + " header fields");
        }
        return super.splitHeaderName(line, start, length);
    }

    /** Netty's own takes such a length out and goes on. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        super.channelWritabilityChanged(ctx);
        decodeWhatWaits(ctx);
    }

    /** Whether bytes are there whose time has not come. */
    private boolean holds(ChannelHandlerContext ctx) {
        return !arriving && actualReadableBytes() > 0 && !mayBegin(ctx);
    }

    private void decodeWhatWaits(ChannelHandlerContext ctx) {
        boolean paused = !ctx.channel().config().isAutoRead();
        if (!arriving && (paused || actualReadableBytes() > 0)) {
            ctx.executor().execute(() -> {
                if (!ctx.isRemoved() && !arriving && mayBegin(ctx)) {
                    decodeNow(ctx);
                }
            });
        }
    }

    private void decodeNow(ChannelHandlerContext ctx) {
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            channelReadComplete(ctx);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
        if (!holds(ctx)) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** Stands between Vert.x, which reads and answers, and the encoder. */
    private final class Answers extends ChannelOutboundHandlerAdapter {
        @Override
        public void read(ChannelHandlerContext ctx) throws Exception {
            if (holds(ctx)) {
                ctx.channel().config().setAutoRead(false);
            } else {
                ctx.read();
            }
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
            boolean interim = false;
            if (message instanceof HttpResponse head) {
                interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
                ended |= head.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
            }
            super.write(ctx, message, promise);
            if (message instanceof LastHttpContent && !interim) {
                unanswered = false;
                decodeWhatWaits(ctx.pipeline().context(RequestDecoder.this));
            }
        }
    }
}
