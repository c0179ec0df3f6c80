package dev.openfused.gateway.camel.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.ChannelSftp.LsEntry;
import com.jcraft.jsch.ChannelSftp.LsEntrySelector;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.WaitingMail.Batch;
import dev.openfused.gateway.message.WaitingMail.Waiting;
import dev.openfused.gateway.store.Outbox;
import dev.openfused.gateway.sync.Answer;
import dev.openfused.gateway.sync.ListingAllowance;
import dev.openfused.gateway.sync.PeerRefusedException;
import dev.openfused.gateway.sync.PeerSource;
import dev.openfused.gateway.sync.PushOnlyException;
import dev.openfused.gateway.sync.RemoteEntry;
import dev.openfused.gateway.sync.TooLargeException;
import dev.openfused.gateway.sync.Version;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a peer's store shows and holds, over SFTP (protocol section 7). A file's version is its size and the second it was
 * last modified in, so that no file is read that did not change. Links are not followed. Nothing can be acknowledged.
 */
final class SshPeerSource implements PeerSource {
    private static final String OUTBOX = "outbox";

    /** What was modified so recently may be modified again within the same second: it is fetched once more. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** Of the mail for all agents together, and of ours in all directories; whoever has more empties it sometimes. */
    private static final int MOST_MAIL = 100_000;

    /** No file system of today has longer ones; what a hostile host says is passed over. */
    private static final int LONGEST_NAME = 255;

    private final RemoteStore store;
    private final Clock clock;
    private List<String> waiting = List.of();

    SshPeerSource(RemoteStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public boolean acknowledges() {
        return false;
    }

    @Override
    public Answer<byte[]> file(List<String> way, @Nullable Version known, long largest) throws IOException {
        String name = String.join("/", way);
        return files(name, sftp -> {
            Optional<SftpATTRS> attributes = attributes(sftp, store.path(way.toArray(String[]::new)));
            if (attributes.isEmpty() || !attributes.get().isReg()) {
                return Answer.absent();
            }
            Version version = new Version(version(attributes.get()), null);
            if (version.equals(known)) {
                return Answer.unchanged();
            }
            return Answer.sent(read(sftp, store.path(way.toArray(String[]::new)), largest), version);
        });
    }

    @Override
    public Answer<List<RemoteEntry>> list(
            List<String> way, @Nullable Version known, int most, ListingAllowance allowance) throws IOException {
        return files(String.join("/", way), sftp -> {
            Optional<List<LsEntry>> found = list(sftp, store.path(way.toArray(String[]::new)), most);
            for (LsEntry entry : found.orElse(List.of())) {
                allowance.take(entry.getFilename().length());
            }
            return found.isEmpty()
                    ? Answer.absent()
                    : Answer.sent(found.get().stream().map(this::entry).toList(), null);
        });
    }

    private RemoteEntry entry(LsEntry entry) {
        SftpATTRS attributes = entry.getAttrs();
        return attributes.isDir()
                ? new RemoteEntry(entry.getFilename(), true, 0, null)
                : new RemoteEntry(entry.getFilename(), false, Math.max(0, attributes.getSize()), version(attributes));
    }

    private String version(SftpATTRS attributes) {
        long modified = Integer.toUnsignedLong(attributes.getMTime());
        long age = Math.abs(clock.instant().getEpochSecond() - modified);
        return modified + "-" + attributes.getSize() + (age < YOUNG.toSeconds() ? "-" + clock.millis() : "");
    }

    @Override
    public Batch mail(Self self, @Nullable String after, Predicate<String> wanted, int most) throws IOException {
        if (after == null) {
            waiting = files(OUTBOX, sftp -> waiting(sftp, self));
        }
        List<Waiting> messages = new ArrayList<>();
        for (String file : waiting) {
            if (messages.size() == most) {
                return new Batch(messages, false);
            }
            if ((after == null || Outbox.ORDER.compare(file, after) > 0) && wanted.test(file)) {
                messages.add(message(file));
            }
        }
        return new Batch(messages, true);
    }

    private Waiting message(String file) throws IOException {
        try {
            return Waiting.of(
                    file,
                    MessageJson.read(files(file, sftp -> read(sftp, store.path(OUTBOX, file), MessageJson.LARGEST))));
        } catch (TooLargeException | PeerRefusedException | RejectedMessageException e) {
            return Waiting.unreadable(file, String.valueOf(e.getMessage()));
        }
    }

    /** In our directory, whatever the peer calls us, and beside it, where old clients put it. */
    private List<String> waiting(ChannelSftp sftp, Self self) throws SftpException, IOException {
        String fp8 = Fingerprint.of(self.keys().publicKey()).fp8();
        MailNames ours = new MailNames(self.name(), fp8);
        TreeSet<String> files = new TreeSet<>(Outbox.ORDER);
        for (LsEntry entry : list(sftp, store.path(OUTBOX), MOST_MAIL).orElse(List.of())) {
            String name = entry.getFilename();
            if (entry.getAttrs().isDir() && name.endsWith('-' + fp8)) {
                list(sftp, store.path(OUTBOX, name), MOST_MAIL).orElse(List.of()).stream()
                        .filter(inner -> inner.getAttrs().isReg())
                        .map(LsEntry::getFilename)
                        .filter(inner -> inner.toLowerCase(Locale.ROOT).endsWith(".json"))
                        .limit(Math.max(0, MOST_MAIL - files.size()))
                        .forEach(inner -> files.add(name + '/' + inner));
            } else if (entry.getAttrs().isReg() && ours.isFlat(name)) {
                files.add(name);
            }
        }
        return List.copyOf(files);
    }

    @Override
    public void acknowledge(Self self, List<String> file) {
        throw new UnsupportedOperationException("nothing is acknowledged over SSH");
    }

    private static Optional<List<LsEntry>> list(ChannelSftp sftp, String path, int most) throws SftpException {
        List<LsEntry> entries = new ArrayList<>();
        if (attributes(sftp, path).filter(SftpATTRS::isDir).isEmpty()) {
            return Optional.empty();
        }
        sftp.ls(path, entry -> {
            boolean shown = !entry.getFilename().startsWith(".")
                    && entry.getFilename().length() <= LONGEST_NAME
                    && (entry.getAttrs().isDir() || entry.getAttrs().isReg());
            if (shown) {
                entries.add(entry);
            }
            return entries.size() < most ? LsEntrySelector.CONTINUE : LsEntrySelector.BREAK;
        });
        return Optional.of(entries);
    }

    private static Optional<SftpATTRS> attributes(ChannelSftp sftp, String path) throws SftpException {
        try {
            return Optional.of(sftp.lstat(path));
        } catch (SftpException e) {
            if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static byte[] read(ChannelSftp sftp, String path, long largest) throws SftpException, IOException {
        try (InputStream in = sftp.get(path)) {
            byte[] content = in.readNBytes((int) Math.min(largest + 1, Integer.MAX_VALUE - 16));
            if (content.length > largest) {
                throw new TooLargeException("it is larger than " + largest + " bytes");
            }
            return content;
        }
    }

    private <T> T files(String what, RemoteStore.Work<T, ChannelSftp> work) throws IOException {
        try {
            return store.files(what, work);
        } catch (RemoteStore.NoSftpException e) {
            PushOnlyException pushOnly =
                    new PushOnlyException(e.getMessage() + ": messages are pushed there (scp), nothing is fetched");
            pushOnly.initCause(e);
            throw pushOnly;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
