package dev.openfused.gateway.peer;

import dev.openfused.gateway.peer.PushAnswer.Verdict;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends along with a message those that follow it in its sender's line, where the peer takes several at a time: a long line
 * then costs one round trip for many messages, and the peer still gets them in order. When the turn of one comes that the
 * peer has by then, its answer is given at once. Whatever else became of one is asked again when its turn comes. Forgotten
 * with the process; a message that is sent twice is known to the peer.
 */
public final class PushAhead implements Closeable {
    /** Together with the first; also what a peer of ours looks at. */
    private static final int MOST = 100;

    /** Bytes of one batch; a quarter of the body limit that a gateway of ours has by default. */
    private static final int LARGEST = 256 << 10;

    /** A few lines; forgotten at once, they are asked again when their turn comes. */
    private static final int MOST_TAKEN = 10 * MOST;

    private final PeerTransport transport;
    private final Map<ByteBuffer, PushAnswer> taken = new HashMap<>();

    /** What follows a message in its sender's line. */
    @FunctionalInterface
    public interface Line {
        /**
         * The next ones.
         *
         * @param most how many at most
         * @param largest how many bytes at most, all together
         * @return envelopes, in order
         */
        List<byte[]> next(int most, int largest);
    }

    /**
     * Over a transport.
     *
     * @param transport the way to the peer; closed with this
     */
    public PushAhead(PeerTransport transport) {
        this.transport = transport;
    }

    /**
     * The transport for one message.
     *
     * @param line what follows it
     * @param form how those go along, such as signed again
     * @return a view of this; nobody has to close it
     */
    public PeerTransport before(Line line, UnaryOperator<byte[]> form) {
        return new PeerTransport() {
            @Override
            public PushAnswer push(String file, byte[] envelope) throws IOException {
                return PushAhead.this.push(file, envelope, line, form);
            }

            @Override
            public void close() {}
        };
    }

    private PushAnswer push(String file, byte[] envelope, Line line, UnaryOperator<byte[]> form) throws IOException {
        PushAnswer known = take(envelope);
        if (known != null) {
            return known;
        }
        Map<ByteBuffer, byte[]> along = transport.takesSeveral() ? along(envelope, line, form) : Map.of();
        if (!along.isEmpty()) {
            List<byte[]> batch = new ArrayList<>(List.of(envelope));
            batch.addAll(along.values());
            List<PushAnswer> answers = transport.pushAll(batch);
            remember(along.keySet(), answers);
            if (!answers.isEmpty()) {
                return answers.get(0);
            }
        }
        return transport.push(file, envelope);
    }

    /** What goes along, in order: each as it is known here, and as it goes. */
    private static Map<ByteBuffer, byte[]> along(byte[] envelope, Line line, UnaryOperator<byte[]> form) {
        Map<ByteBuffer, byte[]> along = new LinkedHashMap<>();
        int size = envelope.length;
        for (byte[] next : line.next(MOST - 1, LARGEST - envelope.length)) {
            byte[] goes = form.apply(next);
            size += goes.length;
            if (size > LARGEST) {
                break;
            }
            along.put(ByteBuffer.wrap(next), goes);
        }
        return along;
    }

    private synchronized void remember(Set<ByteBuffer> along, List<PushAnswer> answers) {
        if (taken.size() > MOST_TAKEN) {
            taken.clear(); // of messages whose turn never came, as an operator dropped them
        }
        Iterator<ByteBuffer> each = along.iterator();
        for (int i = 0; i < answers.size() && answers.get(i).verdict() == Verdict.ACCEPTED; i++) {
            if (i > 0 && each.hasNext()) {
                taken.put(each.next(), answers.get(i));
            }
        }
    }

    private synchronized @Nullable PushAnswer take(byte[] envelope) {
        return taken.remove(ByteBuffer.wrap(envelope));
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
