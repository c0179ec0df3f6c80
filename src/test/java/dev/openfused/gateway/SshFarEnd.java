package dev.openfused.gateway;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;

/** A host with SFTP on loopback, whose root is a folder, and an account {@code tester} on it with a key of its own. */
public final class SshFarEnd implements AutoCloseable {
    private final Path home;
    private final SshServer server;
    private final List<String> read = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final java.security.KeyPair hostKey = ecKey();
    private volatile Blow blow = (session, file) -> {};
    private volatile Blow blowOnRenaming = (session, file) -> {};
    private volatile Blow blowOnceRenamed = (session, file) -> {};

    /** What befalls a file that is being read or written. */
    @FunctionalInterface
    public interface Blow {
        void on(ServerSession session, String file) throws IOException;
    }

    /**
     * A host.
     *
     * @param root its root folder
     * @param home a folder for what the caller's side needs: keys, known hosts, configuration
     */
    public SshFarEnd(Path root, Path home) {
        this.home = home;
        try {
            Files.createDirectories(home);
            String publicKey = writeKey(home.resolve("id_ed25519"), null);
            server = SshServer.setUpDefaultServer();
            server.setHost("127.0.0.1");
            CoreModuleProperties.TCP_NODELAY.set(server, true);
            server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
            AuthorizedKeyEntry authorized = AuthorizedKeyEntry.parseAuthorizedKeyEntry(publicKey);
            java.security.PublicKey known = authorized.resolvePublicKey(null, null, null);
            server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, known));
            server.setFileSystemFactory(new VirtualFileSystemFactory(root));
            server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
            SftpSubsystemFactory sftp = new SftpSubsystemFactory();
            sftp.addSftpEventListener(new Events());
            server.setSubsystemFactories(List.of(sftp));
            server.addSessionListener(new SessionListener() {
                @Override
                public void sessionEstablished(Session session) {
                    connections.incrementAndGet();
                }
            });
            server.start();
            configure("known_hosts", hostKey.getPublic());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static java.security.KeyPair ecKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes an ed25519 key as OpenSSH does and gives its public line. */
    public static String writeKey(Path file, byte @Nullable [] passphrase) throws IOException {
        try {
            KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
            ByteArrayOutputStream secret = new ByteArrayOutputStream();
            pair.writeOpenSSHv1PrivateKey(secret, passphrase);
            Files.write(file, secret.toByteArray());
            ByteArrayOutputStream open = new ByteArrayOutputStream();
            pair.writePublicKey(open, "test");
            return open.toString(StandardCharsets.UTF_8).strip();
        } catch (JSchException e) {
            throw new IllegalStateException(e);
        }
    }

    private void configure(String knownHosts, java.security.PublicKey key) throws IOException {
        Files.writeString(
                home.resolve("known_hosts"), "[127.0.0.1]:" + port() + ' ' + PublicKeyEntry.toString(key) + '\n');
        Files.writeString(config(), """
            Host lab
                HostName 127.0.0.1
                Port %d
                User tester
                IdentityFile %s
                IdentitiesOnly yes
                UserKnownHostsFile %s
            """.formatted(port(), home.resolve("id_ed25519"), home.resolve(knownHosts)));
    }

    /** Its alias is {@code lab}. */
    public Path config() {
        return home.resolve("ssh_config");
    }

    public Path home() {
        return home;
    }

    public int port() {
        return server.getPort();
    }

    /** Such as {@code ssh://lab:/alice}. */
    public String url(String folder) {
        return "ssh://lab:/" + folder;
    }

    /** From now on nobody knows its key. */
    public SshFarEnd unknown() throws IOException {
        configure("no_known_hosts", hostKey.getPublic());
        return this;
    }

    /** From now on its key is known to be another one. */
    public SshFarEnd mistaken() throws IOException {
        configure("known_hosts", ecKey().getPublic());
        return this;
    }

    public SshFarEnd known() throws IOException {
        configure("known_hosts", hostKey.getPublic());
        return this;
    }

    /** From now on it has none. */
    public SshFarEnd withoutSftp() {
        server.setSubsystemFactories(List.of());
        return this;
    }

    /** What befalls the files from now on. */
    public SshFarEnd striking(Blow next) {
        blow = next;
        return this;
    }

    /** What befalls files that get another name from now on: before they have it, and when they do. */
    public SshFarEnd strikingNames(Blow before, Blow after) {
        blowOnRenaming = before;
        blowOnceRenamed = after;
        return this;
    }

    /** How many connections there were. */
    public int connections() {
        return connections.get();
    }

    /** Ends all connections as they stand. */
    public void cut() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    /** The files whose contents were read since the last time, with the folders they stand in. */
    public List<String> read() {
        List<String> names = List.copyOf(read);
        read.clear();
        return names;
    }

    private final class Events implements SftpEventListener {
        @Override
        public void reading(
                ServerSession session,
                String remoteHandle,
                FileHandle file,
                long offset,
                byte[] data,
                int dataOffset,
                int dataLength)
                throws IOException {
            if (offset == 0) {
                read.add(file.getFile().toString());
            }
            blow.on(session, file.getFile().toString());
        }

        @Override
        public void writing(
                ServerSession session,
                String remoteHandle,
                FileHandle file,
                long offset,
                byte[] data,
                int dataOffset,
                int dataLength)
                throws IOException {
            blow.on(session, file.getFile().toString());
        }

        @Override
        public void moving(ServerSession session, Path from, Path to, Collection<CopyOption> options)
                throws IOException {
            blowOnRenaming.on(session, to.toString());
        }

        @Override
        public void moved(
                ServerSession session, Path from, Path to, Collection<CopyOption> options, @Nullable Throwable failure)
                throws IOException {
            if (failure == null) {
                blowOnceRenamed.on(session, to.toString());
            }
        }

        @Override
        public void open(ServerSession session, String remoteHandle, Handle handle) {}
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
