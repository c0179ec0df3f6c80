package dev.openfused.gateway.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * An answer's body that is whole or an exception: one that breaks off is no shorter one. How much of it is read is the
 * reader's business; where it stops before the end, the connection is closed rather than drained.
 */
final class WholeEntity extends HttpEntityWrapper {
    private final ExecRuntime connection;
    private final CompletableFuture<Void> answered;
    private final String late;

    /**
     * A body.
     *
     * @param late what to say if the deadline passed
     */
    WholeEntity(HttpEntity entity, ExecRuntime connection, CompletableFuture<Void> answered, String late) {
        super(entity);
        this.connection = connection;
        this.answered = answered;
        this.late = late;
    }

    @Override
    public InputStream getContent() throws IOException {
        return new WholeStream(super.getContent());
    }

    @Override
    public void close() throws IOException {
        getContent().close();
    }

    private final class WholeStream extends InputStream {
        private final InputStream in;
        private boolean ended;

        WholeStream(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            try {
                int n = in.read(buffer, offset, length);
                if (n < 0) {
                    ended = true;
                    answered.complete(null);
                }
                return n;
            } catch (IOException | IllegalStateException e) {
                boolean expired = answered.isCompletedExceptionally();
                ended = true;
                answered.complete(null);
                connection.discardEndpoint();
                if (expired || e instanceof SocketTimeoutException) {
                    SocketTimeoutException timeout = new SocketTimeoutException(late);
                    timeout.addSuppressed(e);
                    throw timeout;
                }
                throw e instanceof IOException fault ? fault : new IOException("the connection was closed", e);
            }
        }

        @Override
        public void close() {
            ended = true;
            if (answered.complete(null)) {
                connection.discardEndpoint(); // whoever did not read to the end does not want the rest
            }
        }
    }
}
