package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** A client that says exactly what it is told, byte by byte if it must. */
final class RawClient implements AutoCloseable {
    private final Socket socket;

    RawClient(int port) throws IOException {
        this(port, InetAddress.getLoopbackAddress());
    }

    /** From an address of this machine. */
    RawClient(int port, InetAddress from) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
    }

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
    }

    /** One whose operating system keeps little for it that it has not read. */
    static RawClient withSmallBuffer(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(128 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new RawClient(socket);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends as long as it is let. */
    long sendUntilClosed(String part, long atMost) throws IOException {
        byte[] bytes = part.getBytes(ISO_8859_1);
        long sent = 0;
        try {
            while (sent < atMost) {
                socket.getOutputStream().write(bytes);
                sent += bytes.length;
            }
        } catch (SocketException closed) {
            return sent;
        }
        return sent;
    }

    /** One answer: status line, header fields and as much of the body as was announced. */
    String answer() throws IOException {
        StringBuilder text = new StringBuilder();
        int c;
        while ((c = socket.getInputStream().read()) >= 0) {
            text.append((char) c);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0 && text.length() - end - 4 >= announced(text)) {
                break;
            }
        }
        return text.toString();
    }

    /** So many bytes, or fewer at the end. */
    String read(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), ISO_8859_1);
    }

    /** What comes until the server closes the connection. */
    String untilClosed() throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static int announced(CharSequence head) {
        var length =
                java.util.regex.Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
