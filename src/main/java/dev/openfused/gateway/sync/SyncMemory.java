package dev.openfused.gateway.sync;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.store.PeerFiles;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What sync remembers of a peer's files, so that it asks only for what may have changed. Lost or damaged, all is asked for
 * once more.
 */
final class SyncMemory {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of all names of mail together, in characters: what is not remembered is fetched again, and known then. */
    private static final long LONGEST_MAIL = 8 << 20;

    /** By path. */
    private final Map<String, SeenFolder> folders;

    /** By path. */
    private final Map<String, SeenFile> files;

    /** Mail that was taken in and still waits at a peer, as it can't be acknowledged there, by its name there. */
    private final Set<String> mail;

    /** Of that mail, what is to be acknowledged once more. */
    private final Set<String> owed;

    private long mailLength;
    private byte[] saved;

    private SyncMemory(Contents contents, byte[] saved) {
        this.folders = new TreeMap<>(contents.folders());
        this.files = new TreeMap<>(contents.files());
        this.mail = new TreeSet<>(contents.mail() == null ? Set.of() : contents.mail());
        this.mailLength = length(mail);
        this.owed = new TreeSet<>(contents.owed() == null ? Set.of() : contents.owed());
        this.saved = saved;
    }

    /**
     * A folder as it was last listed, when all its files were fetched.
     *
     * @param version to ask with
     * @param entries what stood in it
     */
    record SeenFolder(Version version, List<RemoteEntry> entries) {}

    /**
     * A file as it was last fetched.
     *
     * @param size as listed
     * @param listed the listed version, or null
     * @param version to ask with, or null
     * @param asked when, in milliseconds since 1970
     * @param kept how many bytes came of it; null if it was left out, or is still to come
     * @param missing how many listings in a row were without it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SeenFile(
            long size,
            @Nullable String listed,
            @Nullable Version version,
            long asked,
            @Nullable Long kept,
            int missing) {
        /** One that is about to be fetched for the first time. */
        static SeenFile awaited(RemoteEntry listed) {
            return new SeenFile(listed.size(), null, null, 0, null, 0);
        }

        SeenFile missingOnceMore() {
            return new SeenFile(size, listed, version, asked, kept, missing + 1);
        }

        SeenFile found() {
            return missing == 0 ? this : new SeenFile(size, listed, version, asked, kept, 0);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Contents(
            @JsonInclude Map<String, SeenFolder> folders,
            @JsonInclude Map<String, SeenFile> files,
            @Nullable Set<String> mail,
            @Nullable Set<String> owed) {
        static final Contents NONE = new Contents(Map.of(), Map.of(), null, null);
    }

    static SyncMemory of(PeerFiles files) throws StoreException {
        Optional<byte[]> saved = files.memory();
        if (saved.isPresent()) {
            try {
                Contents contents = JSON.readValue(saved.get(), Contents.class);
                if (contents != null && contents.folders() != null && contents.files() != null) {
                    return new SyncMemory(contents, saved.get());
                }
            } catch (IOException e) {
                // As good as none.
            }
        }
        return new SyncMemory(Contents.NONE, new byte[0]);
    }

    /** Writes it, if it changed. */
    void save(PeerFiles to) throws StoreException {
        byte[] now;
        try {
            now = JSON.writeValueAsBytes(new Contents(folders, files, mail, owed));
        } catch (IOException e) {
            throw new StoreException("what is known of a peer's files can't be put down", e);
        }
        if (!Arrays.equals(now, saved)) {
            to.remember(now);
            saved = now;
        }
    }

    Map<String, SeenFolder> folders() {
        return folders;
    }

    Map<String, SeenFile> files() {
        return files;
    }

    /** Whether mail is here, and goes on waiting there. */
    boolean holds(String key) {
        return mail.contains(key);
    }

    /** Remembers mail that is here, and goes on waiting there. */
    void hold(String key) {
        if (mailLength + key.length() <= LONGEST_MAIL && mail.add(key)) {
            mailLength += key.length();
        }
    }

    /** The peer knows that we have it, and holds it no more. */
    void release(String key) {
        owed.remove(key);
        if (mail.remove(key)) {
            mailLength -= key.length();
        }
    }

    /** Forgets mail that the peer holds no more. */
    void retain(Set<String> offered) {
        owed.retainAll(offered);
        mail.retainAll(offered);
        mailLength = length(mail);
    }

    /** Of the mail that is held, what is to be acknowledged once more. */
    Set<String> owed() {
        return owed;
    }

    private static long length(Set<String> names) {
        return names.stream().mapToLong(String::length).sum();
    }

    /** How many of the peer's files are here. */
    int count() {
        return (int) files.values().stream().filter(f -> f.kept() != null).count();
    }

    /** How many bytes came of the peer's files. */
    long bytes() {
        return files.values().stream()
                .map(SeenFile::kept)
                .mapToLong(kept -> kept == null ? 0 : kept)
                .sum();
    }
}
