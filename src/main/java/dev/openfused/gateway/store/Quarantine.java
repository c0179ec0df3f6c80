package dev.openfused.gateway.store;

import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code inbox/.quarantine/}: messages of strangers that wait until somebody vouches for them. Made when the first one
 * comes; the original tools ignore it. Hostile ground like the inbox: regular files only, no link is followed.
 */
public final class Quarantine implements MessageFolder {
    private static final String[] WAY = {Inbox.INBOX, ".quarantine"};

    private final Path root;
    private final WholeFile files;

    Quarantine(Path root, WholeFile files) {
        this.root = root;
        this.files = files;
    }

    @Override
    public Stream<String> names() throws StoreException {
        try {
            Folder folder = Folder.find(root, WAY);
            return folder == null ? Stream.empty() : Inbox.messagesIn(folder);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public MessageReader reader() throws StoreException {
        try {
            return new MessageReader(Folder.find(root, WAY), name -> null);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public boolean contains(String name) throws StoreException {
        BaseName.of(name);
        try (Folder folder = Folder.find(root, WAY)) {
            return folder != null && folder.attributes(name) != null;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public String put(String name, byte[] content) throws StoreException {
        BaseName.of(name);
        try (Folder folder = Folder.make(root, Access.SHARED, WAY)) {
            return files.create(folder, name, content, Access.SHARED);
        } catch (IOException e) {
            throw StoreException.of("message '" + VisibleText.of(name) + "' can't be put into quarantine", e);
        }
    }

    /**
     * Moves a message into {@code inbox/}, where it is new to whoever watches it. A name that is taken there gets a counter
     * before its suffix.
     *
     * @param name a base name
     * @return the name it has in the inbox
     * @throws StoreException if there is none, or it is no regular file
     */
    public String release(String name) throws StoreException {
        BaseName.of(name);
        try (Folder folder = Folder.find(root, WAY)) {
            BasicFileAttributes attributes = folder == null ? null : folder.attributes(name);
            if (folder == null || attributes == null) {
                throw new StoreException("no message '" + VisibleText.of(name)
                        + "' in quarantine; 'openfuse inbox list --quarantine' shows what there is");
            }
            if (!attributes.isRegularFile()) {
                throw new StoreException(VisibleText.of(name) + " is " + Folder.kind(attributes)
                        + ", not a regular file; it is not released, remove it from " + folder.path());
            }
            try (Folder inbox = Folder.make(root, Access.SHARED, Inbox.INBOX)) {
                return files.move(folder, name, inbox, null);
            }
        } catch (IOException e) {
            throw StoreException.of("message '" + VisibleText.of(name) + "' can't be released from quarantine", e);
        }
    }

    /**
     * Moves into {@code inbox/} what is verified by now, as one key's.
     *
     * @param signer the key's fingerprint
     * @param opener opens with the keyring of now
     * @return how many messages
     * @throws StoreException if the directory can't be read or a message not be moved; others may have been
     */
    public int releaseVerified(Fingerprint signer, MessageOpener opener) throws StoreException {
        List<String> all;
        try (Stream<String> names = names()) {
            all = names.sorted().toList();
        }
        int released = 0;
        for (String name : all) {
            if (isVerified(name, signer, opener)) {
                release(name);
                released++;
            }
        }
        return released;
    }

    private boolean isVerified(String name, Fingerprint signer, MessageOpener opener) {
        try {
            Optional<OpenedMessage> message = read(name).map(content -> opener.open(name, content));
            return message.isPresent()
                    && message.get().standing().verified()
                    && signer.equals(message.get().fingerprint());
        } catch (StoreException e) {
            return false; // no message of anybody's; the listing says what it is
        }
    }

    private static StoreException unreadable(IOException fault) {
        return StoreException.of("the quarantine of the inbox can't be read", fault);
    }
}
