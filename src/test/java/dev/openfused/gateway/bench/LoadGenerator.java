package dev.openfused.gateway.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sends requests over so many connections, on each the next one when the last is answered. One thread, no allocation to
 * speak of: it shares its cores with what it measures.
 */
final class LoadGenerator {
    /** Writes requests. */
    @FunctionalInterface
    interface Requests {
        /** Puts the next request into an empty buffer; false if there is none left. */
        boolean next(ByteBuffer into);
    }

    private static final int LARGEST = 1 << 16;
    private static final long PATIENCE_MILLIS = 10_000;

    private final InetSocketAddress server;
    private final int connections;
    private final int expected;

    /**
     * A generator.
     *
     * @param url of the server
     * @param connections how many at a time
     * @param expected the status that each answer has to have
     */
    LoadGenerator(URI url, int connections, int expected) {
        this.server = new InetSocketAddress(url.getHost(), url.getPort());
        this.connections = connections;
        this.expected = expected;
    }

    /**
     * Runs until the time is up or there are no more requests.
     *
     * @return answers in a second
     * @throws IOException if an answer is not the expected one, or none comes
     */
    double perSecond(Duration time, Requests requests) throws IOException {
        List<Connection> all = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                all.add(new Connection(selector));
            }
            long start = System.nanoTime();
            long end = start + time.toNanos();
            long answers = 0;
            int waiting = 0;
            for (Connection connection : all) {
                waiting += connection.sendNext(requests) ? 1 : 0;
            }
            while (waiting > 0) {
                if (selector.select(PATIENCE_MILLIS) == 0) {
                    throw new IOException("no answer for " + PATIENCE_MILLIS + " ms");
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    Connection connection = (Connection) key.attachment();
                    if (key.isWritable()) {
                        connection.write();
                    } else if (connection.isAnswered()) {
                        answers++;
                        waiting -= System.nanoTime() < end && connection.sendNext(requests) ? 0 : 1;
                    }
                }
                selector.selectedKeys().clear();
            }
            return answers * 1e9 / (System.nanoTime() - start);
        } finally {
            for (Connection connection : all) {
                connection.channel.close();
            }
        }
    }

    private final class Connection {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final ByteBuffer request = ByteBuffer.allocateDirect(LARGEST);
        private final ByteBuffer answer = ByteBuffer.allocate(LARGEST);
        private int answerEnd;

        Connection(Selector selector) throws IOException {
            channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        boolean sendNext(Requests requests) throws IOException {
            request.clear();
            if (!requests.next(request)) {
                return false;
            }
            request.flip();
            answer.clear();
            answerEnd = 0;
            write();
            return true;
        }

        void write() throws IOException {
            channel.write(request);
            key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        boolean isAnswered() throws IOException {
            if (channel.read(answer) < 0) {
                throw new EOFException("the server closed a connection");
            }
            if (answerEnd == 0) {
                answerEnd = endOfAnswer();
            }
            return answerEnd > 0 && answer.position() >= answerEnd;
        }

        /** Where the answer ends, or 0 if its head is not all there. */
        private int endOfAnswer() throws IOException {
            String text = new String(answer.array(), 0, answer.position(), ISO_8859_1);
            int headEnd = text.indexOf("\r\n\r\n");
            if (headEnd < 0) {
                return 0;
            }
            int status = Integer.parseInt(text.substring(9, 12));
            if (status != expected) {
                throw new IOException("answered " + text.replace("\r\n", " | "));
            }
            String head = text.substring(0, headEnd).toLowerCase(Locale.ROOT);
            int field = head.indexOf("content-length:");
            if (field < 0) {
                throw new IOException("an answer without content-length: " + head.replace("\r\n", " | "));
            }
            int lineEnd = head.indexOf('\r', field);
            String length = head.substring(field + "content-length:".length(), lineEnd < 0 ? headEnd : lineEnd);
            return headEnd + 4 + Integer.parseInt(length.strip());
        }
    }
}
