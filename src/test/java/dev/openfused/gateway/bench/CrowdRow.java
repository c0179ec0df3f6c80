package dev.openfused.gateway.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.TestAgent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** {@code POST /inbox} on a connection of its own, while thousands of others say nothing or little, against while none is open. */
final class CrowdRow implements Row {
    private static final int IDLE = 2_000;
    private static final int SLOW = 500;
    private static final long EVERY_MILLIS = 100;
    private static final int MESSAGES = 200;
    private static final int WARM_UP = 400;
    private static final double AIM_MILLIS = 100;
    private static final int PATIENCE_MILLIS = 10_000;

    @Override
    public String name() {
        return "crowd";
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        TestAgent alice = ground.agent("alice");
        TestAgent own = ground.agent("own").knows(alice, true);
        // Latencies takes a tenth more than it is asked for, to warm up.
        Iterator<byte[]> envelopes =
                Envelopes.signed(alice, own, WARM_UP + 3 * MESSAGES).iterator();
        try (GatewayProcess gateway = ground.serve(own, Map.of())) {
            URI url = URI.create(gateway.url());
            InetSocketAddress server = new InetSocketAddress(url.getHost(), url.getPort());
            for (int i = 0; i < WARM_UP; i++) {
                post(server, envelopes.next());
            }
            Latencies alone = Latencies.measure(MESSAGES, () -> post(server, envelopes.next()));
            Latencies crowded;
            try (Crowd crowd = new Crowd(server)) {
                crowded = Latencies.measure(MESSAGES, () -> post(server, envelopes.next()));
                crowd.requireWhole();
            }
            List<Figure> figures = new ArrayList<>();
            for (int hundredths : List.of(50, 99)) {
                figures.add(Figure.of(
                                "`POST /inbox` beside 2,000 idle and 500 slow connections, p" + hundredths,
                                crowded.millis(hundredths),
                                Unit.MILLIS)
                        .withLimit(alone.millis(hundredths), "the same while no other is open")
                        .withAim(AIM_MILLIS));
            }
            return figures;
        }
    }

    private static int post(InetSocketAddress server, byte[] envelope) throws IOException {
        try (Socket socket = connect(server)) {
            String head =
                    "POST /inbox HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + envelope.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            socket.getOutputStream().write(envelope);
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            if (!answer.startsWith("HTTP/1.1 201 ")) {
                throw new IOException("answered " + answer.replace("\r\n", " | "));
            }
            return answer.length();
        }
    }

    private static Socket connect(InetSocketAddress server) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Connections that say nothing, and others that say a byte now and then, half in a header, half in a body. */
    private static final class Crowd implements AutoCloseable {
        private final List<Socket> idle = new ArrayList<>();
        private final List<Socket> slow = new ArrayList<>();
        private final ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();
        private volatile int sentAway;

        Crowd(InetSocketAddress server) throws IOException {
            for (int i = 0; i < IDLE; i++) {
                idle.add(connect(server));
            }
            for (int i = 0; i < SLOW; i++) {
                Socket socket = connect(server);
                slow.add(socket);
                String begun = "POST /inbox HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        + (i % 2 == 0 ? "X-Slow: " : "Content-Length: 5000\r\n\r\n");
                socket.getOutputStream().write(begun.getBytes(US_ASCII));
            }
            trickle.scheduleWithFixedDelay(this::trickle, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void trickle() {
            for (Socket socket : slow) {
                try {
                    socket.getOutputStream().write('x');
                } catch (IOException closed) {
                    sentAway++;
                }
            }
        }

        /** What was measured was measured beside all of them. */
        void requireWhole() {
            if (sentAway > 0) {
                throw new IllegalStateException(sentAway + " bytes of slow connections found them closed");
            }
        }

        @Override
        public void close() throws IOException {
            trickle.shutdownNow();
            for (Socket socket : idle) {
                socket.close();
            }
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
