package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.RandomIds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files appear whole or not at all: written under a temporary name in the same folder, flushed, renamed, the folder
 * flushed. The temporary name starts with a dot and ends {@code .tmp}, as the original tools list and push any
 * {@code *.json}.
 *
 * <p>The temporary file is also the claim on its name: who made {@code .x.json.tmp} is the only one, in any process, who
 * may bring {@code x.json} into being. So nothing is overwritten, without a lock file. A crash leaves the claim behind;
 * later writers take the next name until {@link Leftovers} are removed.
 */
final class WholeFile {
    private final Durability durability;

    WholeFile(Durability durability) {
        this.durability = durability;
    }

    static String temporary(String name) {
        return '.' + name + ".tmp";
    }

    static boolean isTemporary(String name) {
        return name.startsWith(".") && name.endsWith(".tmp");
    }

    /**
     * Writes a new file under the name, or the next free one.
     *
     * @return the name it has
     * @throws IOException if it can't be written; nothing half-written stays behind
     */
    String create(Folder folder, String name, byte[] content, Access access) throws IOException {
        Claim claim = claim(folder, name, access);
        try (FileChannel channel = claim.channel) {
            fill(channel, content);
        } catch (IOException e) {
            throw withdrawn(claim, folder, e);
        }
        return publish(claim, folder);
    }

    /** Writes the file if there is none; leaves one that is there as it is. */
    boolean createIfAbsent(Folder folder, String name, byte[] content, Access access) throws IOException {
        if (folder.attributes(name) != null) {
            return false;
        }
        replace(folder, name, content, access);
        return true;
    }

    /**
     * Writes a file in place of the one with that name, which keeps its permissions; but every account may write it no more. The caller holds the {@link
     * StoreGuard}, so that a temporary file found here is a leftover.
     */
    void replace(Folder folder, String name, byte[] content, Access access) throws IOException {
        String temporary = temporary(name);
        folder.delete(temporary);
        replaceBy(folder, temporary, name, channel -> fill(channel, content), access);
    }

    /**
     * The same with what a stream holds to its end, however long that takes to come: nobody has to hold a lock. Of two at
     * once the later one stays, whole.
     */
    void replace(Folder folder, String name, InputStream content, Access access) throws IOException {
        Content copy = channel -> {
            content.transferTo(Channels.newOutputStream(channel));
            flush(channel);
        };
        replaceBy(folder, temporary(name + '.' + RandomIds.nanoid()), name, copy, access);
    }

    /** Fills a file. */
    @FunctionalInterface
    private interface Content {
        void into(FileChannel channel) throws IOException;
    }

    private void replaceBy(Folder folder, String temporary, String name, Content content, Access access)
            throws IOException {
        try (FileChannel channel = folder.create(temporary, access)) {
            if (access == Access.SHARED) {
                keepPermissions(folder, name, temporary);
            }
            content.into(channel);
            folder.rename(temporary, folder, name);
        } catch (IOException e) {
            folder.delete(temporary);
            throw e;
        }
        sync(folder);
    }

    /**
     * Moves a file to another folder, under its name or the next free one there.
     *
     * @param note text to stand beside it there as {@code {name}.reason}, or null
     * @return the name it has
     */
    String move(Folder from, String name, Folder to, @Nullable String note) throws IOException {
        String moved = moveForNow(from, name, to, note);
        sync(to);
        sync(from);
        return moved;
    }

    /** The same, not flushed: after a power cut it may stand where it was. Whoever reads the folders sees it at once. */
    String moveForNow(Folder from, String name, Folder to, @Nullable String note) throws IOException {
        Claim claim = claim(to, name, Access.SHARED);
        claim.channel.close();
        try {
            if (note != null) {
                create(to, claim.name + ".reason", (note + '\n').getBytes(UTF_8), Access.SHARED);
            }
            from.rename(name, to, claim.name);
        } finally {
            to.delete(temporary(claim.name));
        }
        return claim.name;
    }

    private record Claim(String name, FileChannel channel) {}

    private static Claim claim(Folder folder, String name, Access access) throws IOException {
        for (int n = 1; ; n++) {
            String candidate = n == 1 ? name : BaseName.numbered(name, n);
            FileChannel channel;
            try {
                channel = folder.create(temporary(candidate), access);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            if (folder.attributes(candidate) == null) {
                return new Claim(candidate, channel);
            }
            channel.close();
            folder.delete(temporary(candidate));
        }
    }

    private String publish(Claim claim, Folder folder) throws IOException {
        try {
            folder.rename(temporary(claim.name), folder, claim.name);
        } catch (IOException e) {
            throw withdrawn(claim, folder, e);
        }
        sync(folder);
        return claim.name;
    }

    private static IOException withdrawn(Claim claim, Folder folder, IOException why) {
        try {
            folder.delete(temporary(claim.name));
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        return why;
    }

    private void fill(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        flush(channel);
    }

    private void flush(FileChannel channel) throws IOException {
        if (durability == Durability.FSYNC) {
            channel.force(true);
        }
    }

    private void sync(Folder folder) throws IOException {
        if (durability == Durability.FSYNC) {
            folder.sync();
        }
    }

    private static void keepPermissions(Folder folder, String name, String temporary) throws IOException {
        PosixFileAttributeView old = folder.permissions(name);
        PosixFileAttributeView fresh = folder.permissions(temporary);
        if (old != null && fresh != null && folder.attributes(name) != null) {
            Set<PosixFilePermission> permissions =
                    new HashSet<>(old.readAttributes().permissions());
            permissions.remove(PosixFilePermission.OTHERS_WRITE);
            fresh.setPermissions(permissions);
        }
    }
}
