package dev.openfused.gateway.camel.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.ChannelSftp.LsEntry;
import com.jcraft.jsch.SftpException;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.peer.PeerTransport;
import dev.openfused.gateway.peer.PushAnswer;
import dev.openfused.gateway.peer.PushAnswer.Verdict;
import dev.openfused.gateway.sync.PeerRefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Vector;

/**
 * Copies envelopes into a peer's {@code inbox/} under their own names (protocol section 7): to a name that nobody reads, and
 * renamed when they are whole. One that stands there or in {@code inbox/.read/}, byte for byte, is not copied again; a name
 * that another message has gets a counter.
 */
final class SshPeerTransport implements PeerTransport {
    private static final String INBOX = "inbox";
    private static final String ARCHIVE = ".read";
    private static final byte[] NO_FILE = {};

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
            String name = scp.put(file, part, envelope);
            return new PushAnswer(
                    Verdict.ACCEPTED, host + " has it as inbox/" + VisibleText.of(name) + ", by scp", null, null);
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
        for (int n = 1; n <= InboxNames.MOST; n++) {
            String name = InboxNames.numbered(file, n);
            Optional<byte[]> there = there(sftp, name, envelope.length);
            if (there.isEmpty()) {
                write(sftp, name, envelope);
                return name;
            }
            if (Arrays.equals(there.get(), envelope)) {
                return name;
            }
        }
        throw InboxNames.allTaken(file);
    }

    /** What stands there under a name, up to a byte more than a length: enough to tell it from ours. */
    private Optional<byte[]> there(ChannelSftp sftp, String name, int length) throws SftpException, IOException {
        for (String path : List.of(store.path(INBOX, name), store.path(INBOX, ARCHIVE, name))) {
            try {
                if (!sftp.lstat(path).isReg()) {
                    return Optional.of(NO_FILE);
                }
                try (InputStream in = sftp.get(path)) {
                    return Optional.of(in.readNBytes(length + 1));
                }
            } catch (SftpException e) {
                if (e.id != ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                    throw e;
                }
            }
        }
        return Optional.empty();
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
