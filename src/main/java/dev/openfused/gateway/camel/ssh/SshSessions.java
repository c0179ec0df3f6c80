package dev.openfused.gateway.camel.ssh;

import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.openfused.gateway.ssh.SshConfig;
import dev.openfused.gateway.ssh.SshTarget;
import dev.openfused.gateway.store.SshAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.remote.RemoteFileConfiguration;
import org.apache.camel.component.file.remote.SftpComponent;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpOperations;
import org.jspecify.annotations.Nullable;

/**
 * Logs in to hosts, as Camel's SFTP endpoint is given the options: what {@code ~/.ssh/config} says comes first, then we hand
 * it on. A host whose key is not known is refused. What the endpoint has no option for (several keys, an agent, hosts to go
 * through) is added to its session.
 */
final class SshSessions {
    private static final int KEEP_ALIVE_MILLIS = 15_000;
    private static final String AUTHORITY = "@cert-authority";

    private final Supplier<CamelContext> context;
    private final SshOptions options;

    SshSessions(Supplier<CamelContext> context, SshOptions options) {
        this.context = context;
        this.options = options;
    }

    /** What the configuration says of an address, read anew: people edit it. */
    SshTarget target(SshAddress address) throws IOException {
        return config().resolve(address.user(), address.host(), address.port());
    }

    /** What it says of {@code [user@]host[:port]}. */
    SshTarget target(String typed) throws IOException {
        return config().resolve(typed);
    }

    private SshConfig config() throws IOException {
        Path home = Path.of(System.getProperty("user.home", "."));
        return SshConfig.read(options.config(), home, System.getProperty("user.name", ""), System.getenv());
    }

    SshOptions options() {
        return options;
    }

    CamelContext context() {
        return context.get();
    }

    /**
     * Logs in.
     *
     * @return a session that is connected
     * @throws IOException one line of why not, and what to do
     */
    Session connect(SshTarget target) throws IOException {
        Session through = null;
        for (SshTarget jump : target.jumps()) {
            through = connect(jump, through);
        }
        return connect(target, through);
    }

    private Session connect(SshTarget target, @Nullable Session through) throws IOException {
        Identities identities = null;
        Session session = null;
        boolean connected = false;
        try {
            identities = Identities.of(target, options.passphrase());
            session = new EndpointSession().open(endpoint(target));
            session.setDaemonThread(true);
            session.setIdentityRepository(identities);
            if (target.hostKeyAlias() != null) {
                session.setHostKeyAlias(target.hostKeyAlias());
            }
            if (through != null) {
                session.setProxy(new JumpProxy(through));
            } else if (!isKeyKnown(session, target)) {
                // Its key would be refused, but only once we have spoken to whatever listens there.
                session.setSocketFactory(new GuardedSshSockets(options.guard(), options.millis()));
            }
            session.connect(options.millis());
            connected = true;
            return session;
        } catch (JSchException e) {
            throw SshFaults.ofLogin(target, identities, session == null ? null : session.getHostKey(), e);
        } finally {
            if (!connected && session != null) {
                session.disconnect();
            }
            if (!connected && through != null) {
                through.disconnect();
            }
        }
    }

    /** Who knows a host's key has accepted the host, wherever it is; who trusts an authority, the hosts it vouches for. */
    private static boolean isKeyKnown(Session session, SshTarget target) {
        HostKeyRepository known = session.getHostKeyRepository();
        return known.getHostKey(target.knownName(), null).length > 0
                || Arrays.stream(known.getHostKey()).anyMatch(key -> AUTHORITY.equals(key.getMarker()));
    }

    private SftpEndpoint endpoint(SshTarget target) throws IOException {
        SftpConfiguration configuration = new SftpConfiguration();
        configuration.setHost(target.host());
        configuration.setPort(target.port());
        configuration.setUsername(target.user());
        configuration.setUseUserKnownHostsFile(false);
        configuration.setKnownHosts(KnownHosts.of(target));
        configuration.setStrictHostKeyChecking("yes");
        configuration.setPreferredAuthentications("publickey");
        configuration.setConnectTimeout(options.millis());
        configuration.setSoTimeout(options.millis());
        configuration.setServerAliveInterval(KEEP_ALIVE_MILLIS);
        configuration.setServerAliveCountMax(1);
        configuration.setJschLoggingLevel(LoggingLevel.OFF); // what matters of it is in our own lines
        SftpComponent component = context().getComponent("sftp", SftpComponent.class);
        SftpEndpoint endpoint = new SftpEndpoint("sftp:" + target.alias(), component, configuration);
        endpoint.setCamelContext(context());
        return endpoint;
    }

    /** Makes a session of an endpoint's options without connecting: when, and how often, is our business. */
    private static final class EndpointSession extends SftpOperations {
        Session open(SftpEndpoint endpoint) throws JSchException {
            setEndpoint(endpoint);
            return createSession((RemoteFileConfiguration) endpoint.getConfiguration());
        }
    }
}
