package dev.openfused.gateway.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/** Asks a server whether it is there yet, at next to no cost. */
final class Probe {
    private static final Duration EVERY = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

    private Probe() {}

    /**
     * Waits for the first 200.
     *
     * @param start on the scale of {@link System#nanoTime()}
     * @return milliseconds since the start
     */
    static double millisToFirstOk(int port, long start) throws InterruptedException {
        Pace pace = new Pace(EVERY);
        while (!isOk(port)) {
            if (System.nanoTime() - start > LONGEST.toNanos()) {
                throw new IllegalStateException("nothing answers 200 after " + LONGEST);
            }
            pace.await();
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static boolean isOk(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LONGEST.toMillis());
            socket.getOutputStream().write(REQUEST);
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(status, US_ASCII).endsWith(" 200");
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }
}
