package dev.openfused.gateway.camel.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.ssh.SshTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * A port of a host that leads back to one of ours ({@code ssh -R}), kept up in a thread of its own: when it breaks it is
 * opened again, after waits that double up to a minute.
 */
public final class SshTunnel implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(500);

    private final SshSessions sessions;
    private final String host;
    private final int remotePort;
    private final int localPort;
    private final Consumer<String> told;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::keepUp, "ssh-tunnel");
    private volatile @Nullable Session session;

    private SshTunnel(SshSessions sessions, String host, int remotePort, int localPort, Consumer<String> told) {
        this.sessions = sessions;
        this.host = host;
        this.remotePort = remotePort;
        this.localPort = localPort;
        this.told = told;
    }

    /**
     * Opens one, in the background.
     *
     * @param context holds Camel's endpoints
     * @param settings the gateway's
     * @param host {@code [user@]host[:port]}
     * @param remotePort where the host listens
     * @param localPort where it leads to
     * @param told lines for people
     * @return to be closed
     * @throws IOException if the host can't be made sense of
     */
    public static SshTunnel open(
            Supplier<CamelContext> context,
            ResolvedSettings settings,
            String host,
            int remotePort,
            int localPort,
            Consumer<String> told)
            throws IOException {
        SshSessions sessions = new SshSessions(context, SshOptions.of(settings));
        sessions.target(host);
        SshTunnel tunnel = new SshTunnel(sessions, host, remotePort, localPort, told);
        tunnel.thread.setDaemon(true);
        tunnel.thread.start();
        return tunnel;
    }

    private void keepUp() {
        Duration wait = FIRST_WAIT;
        String lastFault = "";
        do {
            try {
                carry();
                wait = FIRST_WAIT;
                lastFault = "";
            } catch (IOException e) {
                String fault = String.valueOf(e.getMessage());
                if (!fault.equals(lastFault)) {
                    told.accept(fault + "; tried again until it works");
                    lastFault = fault;
                }
                Duration doubled = wait.multipliedBy(2);
                wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
            }
        } while (!closedWithin(wait));
    }

    /** Returns when the tunnel broke that was up, or is closed. */
    private void carry() throws IOException {
        SshTarget target = sessions.target(host);
        Session opened = sessions.connect(target);
        session = opened;
        try {
            opened.setPortForwardingR(remotePort, LOOPBACK, localPort);
            if (closing.getCount() == 0) {
                return; // closed before it knew of this session
            }
            told.accept(
                    "port " + remotePort + " of " + SshFaults.where(target) + " leads to port " + localPort + " here");
            while (opened.isConnected()) {
                if (closedWithin(LOOK_INTERVAL)) {
                    return;
                }
            }
            told.accept("the connection to " + SshFaults.where(target) + " was lost; it is opened again");
        } catch (JSchException e) {
            throw new IOException(
                    "ssh: " + SshFaults.where(target) + " does not let us listen on its port " + remotePort + ": "
                            + VisibleText.of(String.valueOf(e.getMessage())),
                    e);
        } finally {
            opened.disconnect();
        }
    }

    /**
     * Waits, at most so long. An interrupt only ends the wait: JSch interrupts whoever asked for a port once the host has
     * answered, and that may come late.
     */
    private boolean closedWithin(Duration time) {
        try {
            return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return closing.getCount() == 0;
        }
    }

    /** Ends it; the host stops listening. */
    @Override
    public void close() {
        closing.countDown();
        Session current = session;
        if (current != null) {
            current.disconnect();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
