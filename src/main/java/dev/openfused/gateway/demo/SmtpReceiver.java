package dev.openfused.gateway.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A mail server that takes every mail on a free loopback port and keeps it: as much of RFC 5321 as a client needs. */
final class SmtpReceiver implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServerSocket server;
    private final BlockingQueue<String> mails = new LinkedBlockingQueue<>();

    private SmtpReceiver(ServerSocket server) {
        this.server = server;
    }

    static SmtpReceiver start() throws IOException {
        SmtpReceiver receiver = new SmtpReceiver(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        thread(receiver::accept).start();
        return receiver;
    }

    /** {@code host:port}, as a bridge's setting says it. */
    String address() {
        return server.getInetAddress().getHostAddress() + ':' + server.getLocalPort();
    }

    /**
     * The next mail.
     *
     * @param patience how long to wait for it
     * @return the mail as it was sent, each byte a character; or null if none came
     */
    @Nullable
    String next(Duration patience) throws InterruptedException {
        return mails.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                thread(() -> talk(client)).start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket client) {
        try (client;
                BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
                OutputStream out = client.getOutputStream()) {
            client.setSoTimeout((int) PATIENCE.toMillis());
            answer(out, "220 demo ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> answer(out, "250-demo", "250 8BITMIME");
                    case "HELO", "MAIL", "RCPT", "RSET", "NOOP" -> answer(out, "250 OK");
                    case "DATA" -> {
                        answer(out, "354 go on");
                        mails.add(mail(in));
                        answer(out, "250 taken");
                    }
                    case "QUIT" -> {
                        answer(out, "221 bye");
                        return;
                    }
                    default -> answer(out, "502 not here");
                }
            }
        } catch (IOException gone) {
            // The client left or stalled. What it has not finished is no mail, and the demo says so if it waits for
            // one.
        }
    }

    private static String mail(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new IOException("cut short");
            }
            mail.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return mail.toString();
    }

    private static void answer(OutputStream out, String... lines) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n").getBytes(ISO_8859_1));
        out.flush();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "demo-smtp");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
