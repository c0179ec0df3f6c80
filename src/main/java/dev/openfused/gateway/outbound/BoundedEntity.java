package dev.openfused.gateway.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * The first bytes of an answer's body. Past the limit the body ends and the connection is closed rather than drained; a
 * fault while reading ends the body too, as the status already said what became of the request.
 */
final class BoundedEntity extends HttpEntityWrapper {
    /** How much is read, in bytes. */
    static final int LIMIT = 64 * 1024;

    private final ExecRuntime connection;
    private final CompletableFuture<Void> answered;

    BoundedEntity(HttpEntity entity, ExecRuntime connection, CompletableFuture<Void> answered) {
        super(entity);
        this.connection = connection;
        this.answered = answered;
    }

    @Override
    public InputStream getContent() throws IOException {
        return new BoundedStream(super.getContent());
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream content = getContent()) {
            content.transferTo(out);
        }
    }

    @Override
    public long getContentLength() {
        return -1; // the declared length may be more than is read
    }

    @Override
    public void close() throws IOException {
        getContent().close();
    }

    private final class BoundedStream extends InputStream {
        private final InputStream in;
        private int left = LIMIT;
        private boolean ended;

        BoundedStream(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (ended || length == 0) {
                return ended ? -1 : 0;
            }
            try {
                int n = left == 0 ? -1 : in.read(buffer, offset, Math.min(length, left));
                if (n < 0) {
                    end(left == 0);
                    return -1;
                }
                left -= n;
                return n;
            } catch (IOException | IllegalStateException e) {
                end(true);
                return -1;
            }
        }

        @Override
        public void close() throws IOException {
            byte[] rest = new byte[4096];
            while (read(rest, 0, rest.length) >= 0) {
                continue; // a body read to its end leaves a connection that can be used again
            }
        }

        private void end(boolean discard) {
            ended = true;
            answered.complete(null);
            if (discard) {
                connection.discardEndpoint();
            }
        }
    }
}
