package dev.openfused.gateway.camel.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.SSHAgentConnector;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.ssh.SshTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

/** The keys that are offered to a host: those of a running agent, then those in files. */
final class Identities implements IdentityRepository {
    private final List<IdentityRepository> sources;
    private final List<String> names;

    private Identities(List<IdentityRepository> sources, List<String> names) {
        this.sources = sources;
        this.names = names;
    }

    /**
     * The keys for a target.
     *
     * @throws IOException one line, if a key file can't be used
     */
    static Identities of(SshTarget target, @Nullable Secret passphrase) throws IOException {
        List<IdentityRepository> sources = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Path socket = target.agent();
        if (socket != null && Files.exists(socket)) {
            try {
                sources.add(new AgentIdentityRepository(new SSHAgentConnector(socket)));
                names.add("the agent's");
            } catch (AgentProxyException e) {
                throw new IOException("ssh: the agent at " + socket + " can't be asked: " + e.getMessage(), e);
            }
        }
        JSch files = new JSch();
        for (Path file : target.identities()) {
            if (Files.isReadable(file)) {
                add(files, file, passphrase);
                names.add(file.toString());
            }
        }
        sources.add(files.getIdentityRepository());
        return new Identities(sources, names);
    }

    private static void add(JSch files, Path file, @Nullable Secret passphrase) throws IOException {
        try {
            KeyPair pair = KeyPair.load(files, file.toString(), null);
            if (!pair.isEncrypted()) {
                files.addIdentity(file.toString());
                return;
            }
            if (passphrase == null) {
                throw new IOException(
                        "ssh: the key " + file + " is encrypted; set openfuse.ssh.passphrase, or use an agent");
            }
            if (!pair.decrypt(passphrase.reveal().getBytes(StandardCharsets.UTF_8))) {
                throw new IOException("ssh: openfuse.ssh.passphrase does not open the key " + file);
            }
            files.addIdentity(file.toString(), passphrase.reveal().getBytes(StandardCharsets.UTF_8));
        } catch (JSchException e) {
            throw new IOException("ssh: the key " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    /** For people, such as {@code /home/alice/.ssh/id_ed25519}. */
    String described() {
        return names.isEmpty() ? "none was found" : String.join(", ", names);
    }

    @Override
    public String getName() {
        return "OpenFused";
    }

    @Override
    public int getStatus() {
        return RUNNING;
    }

    @Override
    public Vector<Identity> getIdentities() {
        Vector<Identity> all = new Vector<>();
        sources.forEach(source -> all.addAll(source.getIdentities()));
        return all;
    }

    @Override
    public boolean add(byte[] identity) {
        return false;
    }

    @Override
    public boolean remove(byte[] blob) {
        return false;
    }

    @Override
    public void removeAll() {}
}
