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
    private static final int LONGEST_OUTPUT = 512;

    private final RemoteStore store;
    private final SshSessions sessions;

    ScpUpload(RemoteStore store, SshSessions sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    void put(String file, String unfinished, byte[] content) throws IOException {
        if (!HARMLESS.matcher(file).matches()) {
            throw new PeerRefusedException("'" + VisibleText.of(file) + "' is no name that can be given to scp");
        }
        String inbox = "'" + store.folder() + "/inbox'";
        if (run("test -e " + inbox + "/'" + file + "' || test -e " + inbox + "/.read/'" + file + "'") == 0) {
            return;
        }
        copy(unfinished, content);
        int status = run("mv -- " + inbox + "/'" + unfinished + "' " + inbox + "/'" + file + "'");
        if (status != 0) {
            throw new PeerRefusedException(
                    "ssh: " + SshFaults.where(store.target()) + " has no SFTP, and 'mv' ended with " + status
                            + " there: nothing can be put into its inbox whole");
        }
    }

    private int run(String command) throws IOException {
        return store.session(command, session -> run(session, command));
    }

    private int run(Session session, String command) throws JSchException, IOException {
        ChannelExec channel = (ChannelExec) session.openChannel("exec");
        try {
            channel.setCommand(command);
            InputStream out = channel.getInputStream();
            channel.connect(sessions.options().millis());
            out.readNBytes(LONGEST_OUTPUT);
            out.transferTo(OutputStream.nullOutputStream());
            while (!channel.isClosed() && session.isConnected()) {
                LockSupport.parkNanos(POLL_NANOS); // the status follows the output's end; there is nothing to wait on
            }
            return channel.getExitStatus();
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
