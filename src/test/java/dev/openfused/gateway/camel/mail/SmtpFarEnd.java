package dev.openfused.gateway.camel.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.openfused.gateway.TestCertificates;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that refuses as a test tells it to, which a well-behaved one can't: STARTTLS, log-ins, replies per
 * command. It keeps what it was told and the mails it took.
 */
final class SmtpFarEnd implements AutoCloseable {
    /** How connections are protected. */
    enum Security {
        PLAIN,
        STARTTLS,
        TLS
    }

    /** In place of the reply to the point that ends a mail: it is taken, and the connection ends. */
    static final String LOST = "lost";

    private final ServerSocket server;
    private final Security security;
    private final @Nullable SSLContext tls;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> putOff = new ConcurrentHashMap<>();
    private volatile UnaryOperator<String> rule = command -> "";
    private volatile int timesPutOff;

    /** A mail it took. */
    record Taken(String recipient, byte[] data) {
        MimeMessage mail() throws MessagingException {
            return new MimeMessage((Session) null, new ByteArrayInputStream(data));
        }
    }

    SmtpFarEnd(Security security, @Nullable TestCertificates certificates) throws IOException {
        this(security, certificates, 0);
    }

    SmtpFarEnd(Security security, @Nullable TestCertificates certificates, int port) throws IOException {
        this.security = security;
        this.tls = certificates == null ? null : certificates.server(certificates.issue("127.0.0.1"));
        this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** A reply to a command line, or to the point that ends a mail; empty for the usual one. */
    SmtpFarEnd answering(UnaryOperator<String> replies) {
        rule = replies;
        return this;
    }

    /** Puts each mail off so many times before it takes it. */
    SmtpFarEnd puttingOff(int times) {
        timesPutOff = times;
        return this;
    }

    int port() {
        return server.getLocalPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /** Every command line; {@code TLS } stands before those that came protected. */
    List<String> lines() {
        return lines;
    }

    List<Taken> taken() {
        return taken;
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                threads.execute(() -> serve(connection));
            }
        } catch (IOException closed) {
            threads.shutdown();
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            if (security == Security.TLS) {
                converse(protect(connection), true, true);
            } else {
                converse(connection, false, true);
            }
        } catch (IOException e) {
            lines.add("broken off");
        }
    }

    private SSLSocket protect(Socket connection) throws IOException {
        if (tls == null) {
            throw new IOException("no certificate");
        }
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(connection, null, true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    private void converse(Socket connection, boolean secure, boolean greet) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
        OutputStream out = connection.getOutputStream();
        if (greet) {
            say(out, "220 far end");
        }
        String recipient = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(secure ? "TLS " + line : line);
            String verb = line.toUpperCase(Locale.ROOT);
            String special = rule.apply(line);
            if (!special.isEmpty()) {
                say(out, special);
            } else if (verb.startsWith("EHLO")) {
                say(
                        out,
                        security == Security.STARTTLS && !secure
                                ? "250-far end\r\n250 STARTTLS"
                                : "250-far end\r\n250 AUTH PLAIN LOGIN XOAUTH2");
            } else if (verb.startsWith("STARTTLS")) {
                say(out, "220 go ahead");
                converse(protect(connection), true, false);
                return;
            } else if (verb.startsWith("AUTH")) {
                say(out, "235 welcome");
            } else if (verb.startsWith("RCPT")) {
                recipient = line.replaceAll(".*<(.*)>.*", "$1");
                say(out, "250 fine");
            } else if (verb.equals("DATA")) {
                say(out, "354 go on");
                byte[] data = data(in);
                String last = isPutOff(data) ? "451 4.7.1 come back later" : rule.apply(".");
                if (!last.startsWith("4")) {
                    taken.add(new Taken(recipient, data));
                }
                if (last.equals(LOST)) {
                    return;
                }
                say(out, last.isEmpty() ? "250 taken as 42" : last);
            } else if (verb.equals("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 fine");
            }
        }
    }

    private boolean isPutOff(byte[] data) throws IOException {
        if (timesPutOff == 0) {
            return false;
        }
        try {
            return putOff.merge(new Taken("", data).mail().getMessageID(), 1, Integer::sum) <= timesPutOff;
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }

    private static byte[] data(BufferedReader in) throws IOException {
        List<String> data = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            data.add(line.startsWith(".") ? line.substring(1) : line);
        }
        return String.join("\r\n", data).getBytes(ISO_8859_1);
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
