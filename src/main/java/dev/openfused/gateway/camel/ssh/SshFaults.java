package dev.openfused.gateway.camel.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import com.jcraft.jsch.SftpException;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.outbound.FaultReason;
import dev.openfused.gateway.outbound.GuardedAddressException;
import dev.openfused.gateway.ssh.SshTarget;
import dev.openfused.gateway.sync.PeerRefusedException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What went wrong, for people: what, whose, and what to do. */
final class SshFaults {
    private SshFaults() {}

    static IOException ofLogin(
            SshTarget target, @Nullable Identities identities, @Nullable HostKey shown, JSchException fault) {
        if (fault instanceof JSchUnknownHostKeyException) {
            return new IOException(
                    "ssh: the key of " + where(target) + " is not known"
                            + (shown == null ? "" : ": " + shown.getType() + ' ' + shown.getFingerPrint(new JSch()))
                            + "; if that is its key, accept it with '" + target.command() + "'",
                    fault);
        }
        if (fault instanceof JSchChangedHostKeyException) {
            return new IOException(
                    "ssh: " + where(target)
                            + " shows another key than the known one, so somebody may stand in between; if"
                            + " its key was changed, remove the old one with 'ssh-keygen -R "
                            + quoted(target.knownName()) + "'",
                    fault);
        }
        if (fault.getCause() instanceof GuardedAddressException) {
            return new IOException(
                    "ssh: the key of " + where(target)
                            + " is not known, and its address is private; accept its key with '" + target.command()
                            + "', or add it to openfuse.sync.allow-private",
                    fault);
        }
        String said = String.valueOf(fault.getMessage());
        if (said.toLowerCase(Locale.ROOT).startsWith("auth fail")
                || said.startsWith("Auth cancel")
                || said.startsWith("USERAUTH fail")) {
            return new IOException(
                    "ssh: " + where(target) + " takes none of our keys for " + target.user() + " ("
                            + (identities == null ? "none was found" : identities.described())
                            + "); put a public key into its authorized_keys, or name another with IdentityFile",
                    fault);
        }
        return new IOException("ssh: " + where(target) + " can't be reached: " + FaultReason.of(fault), fault);
    }

    /** What came of asking for a file: a host that answers is another matter than one that is gone. */
    static IOException ofSftp(SshTarget target, String what, SftpException fault) {
        if (fault.getCause() instanceof IOException || fault.id == ChannelSftp.SSH_FX_CONNECTION_LOST) {
            return lost(target, fault);
        }
        String line = "ssh: " + where(target) + ": " + VisibleText.of(what) + ": "
                + VisibleText.of(String.valueOf(fault.getMessage()));
        return new PeerRefusedException(line);
    }

    static IOException lost(SshTarget target, Exception fault) {
        return new IOException("ssh: " + where(target) + " broke off: " + FaultReason.of(fault), fault);
    }

    /** For a shell, to which brackets mean something. */
    private static String quoted(String name) {
        return name.startsWith("[") ? "'" + name + "'" : name;
    }

    static String where(SshTarget target) {
        String host = VisibleText.of(target.host())
                + (target.port() == SshTarget.DEFAULT_PORT ? "" : " port " + target.port());
        return target.alias().equals(target.host()) ? host : VisibleText.of(target.alias()) + " (" + host + ")";
    }
}
