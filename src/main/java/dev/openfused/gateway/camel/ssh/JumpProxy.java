package dev.openfused.gateway.camel.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A way to a host through another one that we are logged in to ({@code ProxyJump}). Closed with the session it carries. */
final class JumpProxy implements Proxy {
    private final Session through;
    private @Nullable Channel channel;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    JumpProxy(Session through) {
        this.through = through;
    }

    @Override
    public void connect(@Nullable SocketFactory unused, String host, int port, int timeoutMillis) throws Exception {
        Channel opened = through.getStreamForwarder(host, port);
        in = opened.getInputStream();
        out = opened.getOutputStream();
        opened.connect(timeoutMillis);
        channel = opened;
    }

    @Override
    public @Nullable InputStream getInputStream() {
        return in;
    }

    @Override
    public @Nullable OutputStream getOutputStream() {
        return out;
    }

    @Override
    public @Nullable Socket getSocket() {
        return null;
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.disconnect();
        }
        through.disconnect();
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            // It ends with the session.
        }
    }
}
