package dev.openfused.gateway.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.nio.AbstractNioChannel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches, at the socket, that a client takes what is sent to it: within each period {@link #LEAST} bytes, or all that
 * waits. A client that takes less is cut off.
 */
final class SendProgress extends ChannelDuplexHandler {
    /** How much of an answer a client has to take within the time for it, in bytes. */
    static final int LEAST = 64 * 1024;

    private final Channel channel;
    private final long period;
    private final UnreadBytes unread;
    private volatile long deadline = PhasedConnection.NEVER;
    private volatile long waiting;
    private volatile long waitingSince;
    private @Nullable ChannelHandlerContext context;
    private boolean marked;
    private long unflushed;
    private long flushed;
    private long goal;

    /**
     * For one connection.
     *
     * @param channel the connection
     * @param period how long the client has for {@link #LEAST} bytes
     * @param unread counts what waits on all connections
     */
    SendProgress(Channel channel, Duration period, UnreadBytes unread) {
        this.channel = channel;
        this.period = period.toNanos();
        this.unread = unread;
    }

    /** That of a connection, which it has from when it was accepted until it is closed. */
    static Optional<SendProgress> of(HttpConnection connection) {
        return Optional.ofNullable(
                ((ConnectionBase) connection).channel().pipeline().get(SendProgress.class));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof ByteBuf bytes) {
            unflushed += bytes.readableBytes();
        }
        super.write(ctx, message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        noteFlush();
        ctx.flush();
        look();
    }

    private void noteFlush() {
        flushed += unflushed;
        unflushed = 0;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        look();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline = PhasedConnection.NEVER;
        count(0);
        ctx.fireChannelInactive();
    }

    private void look() {
        long left = left();
        if (left != waiting) {
            count(left);
        }
        if (left == 0) {
            deadline = PhasedConnection.NEVER;
            return;
        }
        if (deadline == PhasedConnection.NEVER || flushed - left >= goal) {
            begin(left);
        }
        lookAgainOnceTaken();
    }

    /** Writability tells of some of what waits only; behind all of it goes a marker, which the socket takes last. */
    private void lookAgainOnceTaken() {
        ChannelHandlerContext ctx = context;
        if (ctx != null && !marked) {
            marked = true;
            noteFlush();
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(taken -> {
                marked = false;
                look();
            });
        }
    }

    private void count(long left) {
        long more = left - waiting;
        if (waiting == 0) {
            waitingSince = System.nanoTime();
        }
        waiting = left;
        unread.add(more);
    }

    private void begin(long left) {
        goal = flushed - left + Math.min(left, LEAST);
        deadline = System.nanoTime() + period;
    }

    /** How many bytes the socket has not taken yet. */
    private long left() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null || buffer.isEmpty()) {
            return 0;
        }
        long[] left = {0};
        try {
            buffer.forEachFlushedMessage(message -> {
                left[0] += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
                return true;
            });
        } catch (Exception e) {
            throw new IllegalStateException("counting throws nothing", e);
        }
        return left[0];
    }

    /** How many bytes of answers wait for the client. */
    long waiting() {
        return waiting;
    }

    /** Since when some do, by {@code System.nanoTime}; only if any do. */
    long waitingSince() {
        return waitingSince;
    }

    /** Whether the client has not taken all that was sent, as far as is known. */
    boolean isBehind() {
        return deadline != PhasedConnection.NEVER;
    }

    /** When the client began to take the least it has to, by {@code System.nanoTime}; only if {@link #isBehind}. */
    long behindSince() {
        return deadline - period;
    }

    /** Cuts off a client whose time is over. */
    void expire(long now) {
        if (PhasedConnection.isOver(deadline, now)) {
            channel.eventLoop().execute(this::judge);
        }
    }

    private void judge() {
        if (!PhasedConnection.isOver(deadline, System.nanoTime())) {
            return; // it was judged already
        }
        sendWhatFits();
        look();
        if (PhasedConnection.isOver(deadline, System.nanoTime())) {
            cutOff();
        }
    }

    /**
     * Writes into whatever room the client has made by now. The operating system tells of room only once a third of its
     * buffer is free, which may be megabytes, so what a steady client takes in the meantime would not be seen.
     */
    private void sendWhatFits() {
        if (channel.unsafe() instanceof AbstractNioChannel.NioUnsafe socket && channel.isActive()) {
            socket.forceFlush();
        }
    }

    /** Closes the connection at once: what the client has not taken by now would only be kept for it. */
    void cutOff() {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                channel.unsafe().close(channel.voidPromise());
            }
        });
    }
}
