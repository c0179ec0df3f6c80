package dev.openfused.gateway.camel.ssh;

import dev.openfused.gateway.ssh.SshTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The keys of hosts that a target's files hold, one after the other. */
final class KnownHosts {
    private static final long LARGEST = 16 << 20;

    private KnownHosts() {}

    static byte[] of(SshTarget target) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : target.knownHosts()) {
            if (Files.isReadable(file)) {
                if (Files.size(file) > LARGEST) {
                    throw new IOException("ssh: " + file + " is larger than " + LARGEST + " bytes");
                }
                all.write(Files.readAllBytes(file));
                all.write('\n');
            }
        }
        return all.toByteArray();
    }
}
