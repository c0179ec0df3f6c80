package dev.openfused.gateway.camel.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.ssh.SshTarget;
import dev.openfused.gateway.sync.PeerRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.scp.ScpComponent;
import org.apache.camel.component.scp.ScpConfiguration;
import org.apache.camel.component.scp.ScpEndpoint;

/**
 * Copies a file into the inbox of a host that has no SFTP: Camel's {@code scp:} endpoint writes it under a name that nobody
 * reads, {@code mv} gives it its own. The endpoint takes one key and no agent, and goes through no other host.
 */
final class ScpUpload {
    /** What means nothing to a shell. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._+@-]{1,255}");

    private static final long POLL_NANOS = 5_000_000;

    private final RemoteStore store;
    private final SshSessions sessions;

    ScpUpload(RemoteStore store, SshSessions sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    /**
     * Copies a message, unless it stands there.
     *
     * @param file its name
     * @param part what the name of an unfinished file ends with
     * @param content its bytes
     * @return the name it has there
     * @throws IOException one line, if that can't be done
     */
    String put(String file, String part, byte[] content) throws IOException {
        if (!HARMLESS.matcher(file).matches()) {
            throw new PeerRefusedException("'" + VisibleText.of(file) + "' is no name that can be given to scp");
        }
        String inbox = "'" + store.folder() + "/inbox'";
        for (int n = 1; n <= InboxNames.MOST; n++) {
            String name = InboxNames.numbered(file, n);
            Output there = run(
                    "cd " + inbox + " && { cat -- '" + name + "' 2>/dev/null || cat -- '.read/" + name
                            + "' 2>/dev/null; }",
                    content.length + 1);
            if (there.status() != 0) {
                move(inbox, name, '.' + name + part, content);
                return name;
            }
            if (Arrays.equals(there.bytes(), content)) {
                return name;
            }
        }
        throw InboxNames.allTaken(file);
    }

    private void move(String inbox, String name, String unfinished, byte[] content) throws IOException {
        copy(unfinished, content);
        Output moved = run(
                "cd " + inbox + " && { mv -- '" + unfinished + "' '" + name + "' || { rm -f -- '" + unfinished
                        + "'; false; }; }",
                0);
        if (moved.status() != 0) {
            throw new PeerRefusedException(
                    "ssh: " + SshFaults.where(store.target()) + " has no SFTP, and 'mv' ended with " + moved.status()
                            + " there: nothing can be put into its inbox whole");
        }
    }

    /** What a command said and how it ended. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Output(byte[] bytes, int status) {}

    private Output run(String command, int most) throws IOException {
        return store.session(command, session -> run(session, command, most));
    }

    private Output run(Session session, String command, int most) throws JSchException, IOException {
        ChannelExec channel = (ChannelExec) session.openChannel("exec");
        try {
            channel.setCommand(command);
            InputStream out = channel.getInputStream();
            channel.connect(sessions.options().millis());
            byte[] bytes = out.readNBytes(most);
            out.transferTo(OutputStream.nullOutputStream());
            while (!channel.isClosed() && session.isConnected()) {
                LockSupport.parkNanos(POLL_NANOS); // the status follows the output's end; there is nothing to wait on
            }
            return new Output(bytes, channel.getExitStatus());
        } finally {
            channel.disconnect();
        }
    }

    private void copy(String name, byte[] content) throws IOException {
        SshTarget target = store.target();
        ScpComponent component = sessions.context().getComponent("scp", ScpComponent.class);
        ScpEndpoint endpoint = new ScpEndpoint("scp:" + target.alias(), component, configuration(target));
        endpoint.setCamelContext(sessions.context());
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(content);
        exchange.getMessage().setHeader(Exchange.FILE_NAME, name);
        try (Producer producer = endpoint.createProducer()) {
            producer.start();
            producer.process(exchange);
        } catch (Exception e) {
            throw new IOException(
                    "ssh: scp to " + SshFaults.where(target) + " failed: "
                            + VisibleText.of(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private ScpConfiguration configuration(SshTarget target) throws IOException {
        if (!target.jumps().isEmpty()) {
            throw new IOException("ssh: scp can't go through other hosts; " + SshFaults.where(target)
                    + " has no SFTP, so leave out its ProxyJump");
        }
        ScpConfiguration configuration = new ScpConfiguration();
        configuration.setHost(target.host());
        configuration.setPort(target.port());
        configuration.setUsername(target.user());
        configuration.setDirectory(store.folder() + "/inbox");
        configuration.setUseUserKnownHostsFile(false);
        configuration.setKnownHostsFile(first(target.knownHosts())
                .orElseThrow(() -> new IOException("ssh: no known_hosts file is there for scp")));
        configuration.setStrictHostKeyChecking("yes");
        configuration.setPreferredAuthentications("publickey");
        configuration.setConnectTimeout(sessions.options().millis());
        configuration.setSoTimeout(sessions.options().millis());
        configuration.setChmod("600");
        configuration.setPrivateKeyFile(first(target.identities())
                .orElseThrow(() -> new IOException("ssh: scp takes a key in a file only; name it with IdentityFile")));
        Secret passphrase = sessions.options().passphrase();
        if (passphrase != null) {
            configuration.setPrivateKeyFilePassphrase(passphrase.reveal());
        }
        return configuration;
    }

    private static Optional<String> first(Iterable<Path> files) {
        for (Path file : files) {
            if (Files.isReadable(file)) {
                return Optional.of(file.toString());
            }
        }
        return Optional.empty();
    }
}
