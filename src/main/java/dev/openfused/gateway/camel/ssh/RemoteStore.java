package dev.openfused.gateway.camel.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import dev.openfused.gateway.ssh.SshTarget;
import dev.openfused.gateway.store.SshAddress;
import dev.openfused.gateway.sync.PeerRefusedException;
import dev.openfused.gateway.sync.TooLargeException;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A store at the other end of an SSH connection, which is opened when it is needed and kept. One caller at a time; safe for
 * many threads. A host that stalls is let go of when the time for one request is over.
 */
final class RemoteStore implements Closeable {
    /** One for all: it only cuts connections. */
    private static final ScheduledExecutorService WATCHDOG = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ssh-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    private final SshSessions sessions;
    private final SshAddress address;
    private @Nullable SshTarget target;
    private volatile @Nullable Session session;
    private @Nullable ChannelSftp channel;
    private volatile boolean closed;
    private volatile boolean timedOut;

    RemoteStore(SshSessions sessions, SshAddress address) {
        this.sessions = sessions;
        this.address = address;
    }

    /** Something to do over there. */
    interface Work<T, C> {
        T on(C connection) throws SftpException, JSchException, IOException;
    }

    /** The host is there and has no SFTP. */
    static final class NoSftpException extends IOException {
        private static final long serialVersionUID = 1;

        NoSftpException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Does something with files.
     *
     * @param what for people, such as a file's name
     * @param work given a channel to the host; names begin with {@link #path}
     * @return what came of it
     * @throws NoSftpException if the host has no SFTP
     * @throws IOException one line of what went wrong; the connection may be gone, and is opened anew the next time
     */
    synchronized <T> T files(String what, Work<T, ChannelSftp> work) throws IOException {
        return within(what, () -> work.on(sftp()));
    }

    /**
     * Does something with a session.
     *
     * @param what for people
     * @param work given a session that is logged in
     * @return what came of it
     * @throws IOException one line of what went wrong
     */
    synchronized <T> T session(String what, Work<T, Session> work) throws IOException {
        return within(what, () -> work.on(session()));
    }

    /** What is done within the time for one request. */
    private interface Call<T> {
        T call() throws SftpException, JSchException, IOException;
    }

    private <T> T within(String what, Call<T> call) throws IOException {
        if (closed) {
            throw closedByUs();
        }
        boolean whole = false;
        session();
        SshTarget known = target();
        timedOut = false;
        ScheduledFuture<?> deadline =
                WATCHDOG.schedule(this::expire, sessions.options().timeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            T result = call.call();
            whole = true;
            return result;
        } catch (SftpException e) {
            whole = isAlive() && !(e.getCause() instanceof IOException);
            throw whole ? SshFaults.ofSftp(known, what, e) : lost(known, e);
        } catch (JSchException e) {
            throw lost(known, e);
        } catch (NoSftpException | PeerRefusedException | TooLargeException e) {
            whole = isAlive();
            throw e;
        } catch (IOException e) {
            throw lost(known, e);
        } finally {
            deadline.cancel(false);
            if (!whole) {
                disconnect();
            }
        }
    }

    private IOException closedByUs() {
        return new IOException("the way to " + address.host() + " is closed");
    }

    private IOException lost(SshTarget known, Exception fault) {
        return timedOut
                ? new IOException(
                        "ssh: " + SshFaults.where(known) + " did not answer within "
                                + sessions.options().timeout().toSeconds() + " seconds (openfuse.sync.timeout)",
                        fault)
                : SshFaults.lost(known, fault);
    }

    private boolean isAlive() {
        Session current = session;
        return current != null && current.isConnected();
    }

    private Session session() throws IOException {
        Session current = session;
        if (current == null || !current.isConnected()) {
            disconnect();
            target = sessions.target(address);
            current = sessions.connect(target());
            session = current;
            if (closed) { // meanwhile, and nobody would close this one
                disconnect();
                throw closedByUs();
            }
        }
        return current;
    }

    private ChannelSftp sftp() throws IOException, JSchException {
        Session current = session();
        ChannelSftp open = channel;
        if (open != null && open.isConnected()) {
            return open;
        }
        try {
            open = (ChannelSftp) current.openChannel("sftp");
            open.connect(sessions.options().millis());
        } catch (JSchException e) {
            if (isAlive()) {
                throw new NoSftpException("ssh: " + SshFaults.where(target()) + " has no SFTP", e);
            }
            throw e;
        }
        requireFolder(open);
        channel = open;
        return open;
    }

    private void requireFolder(ChannelSftp sftp) throws IOException {
        try {
            if (sftp.stat(path()).isDir()) {
                return;
            }
        } catch (SftpException e) {
            if (e.id != ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                throw SshFaults.ofSftp(target(), address.path(), e);
            }
        }
        sftp.disconnect();
        throw new PeerRefusedException("ssh: " + SshFaults.where(target()) + ": there is no folder " + address.path()
                + "; set the peer's address right");
    }

    SshTarget target() throws IOException {
        SshTarget known = target;
        if (known == null) {
            known = sessions.target(address);
            target = known;
        }
        return known;
    }

    /** The way to something in the store, as {@link ChannelSftp} wants it: it takes some characters for wildcards. */
    String path(String... names) {
        StringBuilder path = new StringBuilder(address.path());
        for (String name : names) {
            path.append('/').append(name);
        }
        return path.toString().replaceAll("([\\\\?*])", "\\\\$1");
    }

    String folder() {
        return address.path();
    }

    /** Noted first: whoever waits learns of the cut before the session says that it is no more. */
    private void expire() {
        timedOut = true;
        cut();
    }

    private void cut() {
        Session current = session;
        if (current != null) {
            current.disconnect();
        }
    }

    private void disconnect() {
        if (channel != null) {
            channel.disconnect();
            channel = null;
        }
        cut();
        session = null;
    }

    /** Whatever is under way ends at once. */
    @Override
    public void close() {
        closed = true;
        cut();
    }
}
