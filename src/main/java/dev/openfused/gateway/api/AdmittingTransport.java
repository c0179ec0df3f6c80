package dev.openfused.gateway.api;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import java.util.function.Predicate;

/**
 * The sockets of Vert.x, with a look at each connection where it is accepted. Vert.x itself shows a connection only once
 * its TLS handshake is complete.
 */
final class AdmittingTransport extends JDKTransport {
    private final Predicate<Channel> admits;

    /**
     * A transport.
     *
     * @param admits whether an accepted connection may stay
     */
    AdmittingTransport(Predicate<Channel> admits) {
        this.admits = admits;
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(options, domainSocket, bootstrap);
        bootstrap.handler(new Door());
    }

    private final class Door extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            Channel channel = (Channel) accepted;
            boolean stays = false;
            try {
                stays = admits.test(channel);
            } finally {
                if (!stays) {
                    channel.unsafe().closeForcibly();
                }
            }
            if (stays) {
                ctx.fireChannelRead(channel);
            }
        }
    }
}
