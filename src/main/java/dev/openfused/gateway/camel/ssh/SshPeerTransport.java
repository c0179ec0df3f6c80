package dev.openfused.gateway.camel.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.ChannelSftp.LsEntry;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.peer.PushAnswer;
import dev.openfused.gateway.peer.PushAnswer.Verdict;
import dev.openfused.gateway.sync.PeerRefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Copies envelopes into a peer's {@code inbox/} under their own names (protocol section 7): to a name that nobody reads, and
 * renamed when they are whole. What already stands there or in {@code inbox/.read/} is not copied again.
 */
final class SshPeerTransport implements PeerTransport {
    private static final String INBOX = "inbox";
    private static final String ARCHIVE = ".read";
    private static final int MOST_NAMES = 100;

    private final RemoteStore store;
    private final ScpUpload scp;
    private final String part;
    private boolean swept;

    /**
     * A way to one peer.
     *
     * @param store the peer's
     * @param scp where it has no SFTP
     * @param owner tells our unfinished files from those of others
     */
    SshPeerTransport(RemoteStore store, ScpUpload scp, String owner) {
        this.store = store;
        this.scp = scp;
        this.part = '.' + owner + ".part";
    }

    @Override
    public synchronized PushAnswer push(String file, byte[] envelope) throws IOException {
        String host = SshFaults.where(store.target());
        try {
            String name = store.files(INBOX + '/' + file, sftp -> {
                sweep(sftp);
                return put(sftp, file, envelope);
            });
            return new PushAnswer(Verdict.ACCEPTED, host + " has it as inbox/" + VisibleText.of(name), null, null);
        } catch (RemoteStore.NoSftpException e) {
            scp.put(file, '.' + file + part, envelope);
            return new PushAnswer(Verdict.ACCEPTED, host + " has it, by scp", null, null);
        } catch (PeerRefusedException e) {
            swept = false;
            return new PushAnswer(Verdict.LATER, String.valueOf(e.getMessage()), null, null);
        } catch (IOException e) {
            swept = false;
            throw e;
        }
    }

    /** What an interrupted push of ours left. */
    private void sweep(ChannelSftp sftp) throws SftpException {
        if (swept) {
            return;
        }
        Vector<LsEntry> left = new Vector<>();
        sftp.ls(store.path(INBOX), entry -> {
            if (entry.getFilename().startsWith(".") && entry.getFilename().endsWith(part)) {
                left.add(entry);
            }
            return ChannelSftp.LsEntrySelector.CONTINUE;
        });
        for (LsEntry entry : left) {
            sftp.rm(store.path(INBOX, entry.getFilename()));
        }
        swept = true;
    }

    private String put(ChannelSftp sftp, String file, byte[] envelope) throws SftpException, IOException {
        String name = file;
        for (int n = 2; n <= MOST_NAMES; n++) {
            SftpATTRS there = there(sftp, name);
            if (there == null) {
                write(sftp, name, envelope);
                return name;
            }
            if (there.getSize() == envelope.length) {
                return name;
            }
            name = file.replaceFirst("(\\.json)?$", "-" + n + "$1");
        }
        throw new PeerRefusedException(
                "inbox/" + VisibleText.of(file) + " is taken there, and " + MOST_NAMES + " more");
    }

    private @Nullable SftpATTRS there(ChannelSftp sftp, String name) throws SftpException {
        for (String path : List.of(store.path(INBOX, name), store.path(INBOX, ARCHIVE, name))) {
            try {
                return sftp.lstat(path);
            } catch (SftpException e) {
                if (e.id != ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                    throw e;
                }
            }
        }
        return null;
    }

    private void write(ChannelSftp sftp, String name, byte[] envelope) throws SftpException {
        String unfinished = store.path(INBOX, '.' + name + part);
        boolean whole = false;
        try {
            sftp.put(new ByteArrayInputStream(envelope), unfinished, ChannelSftp.OVERWRITE);
            sftp.rename(unfinished, store.path(INBOX, name));
            whole = true;
        } finally {
            if (!whole && sftp.isConnected()) {
                remove(sftp, unfinished);
            }
        }
    }

    private static void remove(ChannelSftp sftp, String path) {
        try {
            sftp.rm(path);
        } catch (SftpException e) {
            // Swept before the next push.
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
