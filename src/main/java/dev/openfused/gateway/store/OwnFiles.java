package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the agent itself writes: {@code CONTEXT.md} and {@code PROFILE.md}, {@code history/} and {@code shared/} (protocol
 * sections 1 and 5). Each file changes whole or not at all, one process of ours after the other.
 */
public final class OwnFiles {
    /** No text of an agent is larger, in bytes. */
    public static final int LARGEST = 16 << 20;

    private static final String CONTEXT = "CONTEXT.md";
    private static final String PROFILE = "PROFILE.md";
    private static final String HISTORY = "history";
    private static final String SHARED = "shared";

    private final Path root;
    private final StoreGuard guard;
    private final WholeFile files;

    OwnFiles(Path root, StoreGuard guard, WholeFile files) {
        this.root = root;
        this.guard = guard;
        this.files = files;
    }

    /**
     * The working memory.
     *
     * @return the bytes of {@code CONTEXT.md}; none if there is no such file
     * @throws StoreException if it can't be read, is a link, or larger than {@link #LARGEST}
     */
    public byte[] context() throws StoreException {
        return read(CONTEXT);
    }

    /**
     * The address card.
     *
     * @return the bytes of {@code PROFILE.md}; none if there is no such file
     * @throws StoreException if it can't be read, is a link, or larger than {@link #LARGEST}
     */
    public byte[] profile() throws StoreException {
        return read(PROFILE);
    }

    /**
     * Writes the address card.
     *
     * @param content its bytes
     * @throws StoreException if it can't be written; what was there stays
     */
    public void writeProfile(byte[] content) throws StoreException {
        try {
            guard.hold(() -> {
                try (Folder folder = Folder.open(root)) {
                    write(folder, PROFILE, content);
                }
                return content;
            });
        } catch (IOException e) {
            throw StoreException.of(PROFILE + " in " + root + " can't be written", e);
        }
    }

    /**
     * What becomes of the context.
     *
     * @param content its new bytes
     * @param archived what moves into the history, one text after the other
     */
    public record Edited(byte[] content, List<byte[]> archived) {}

    /**
     * Changes the working memory. What is archived is in {@code history/{date}.md}, flushed, before it goes from {@code
     * CONTEXT.md}: after a crash it may be in both, never in neither. The same edit, made again, then finds it at the end
     * of that file, and does not add it twice.
     *
     * @param edit from its bytes to what becomes of it
     * @param date names the file of the history
     * @throws StoreException if something can't be read or written; {@code CONTEXT.md} is as it was then
     */
    public void editContext(Function<byte[], Edited> edit, LocalDate date) throws StoreException {
        try {
            guard.hold(() -> {
                byte[] before = read(CONTEXT);
                Edited edited = edit.apply(before);
                if (!edited.archived().isEmpty()) {
                    archive(edited.archived(), date);
                }
                if (!Arrays.equals(edited.content(), before)) {
                    try (Folder folder = Folder.open(root)) {
                        write(folder, CONTEXT, edited.content());
                    }
                }
                return edited;
            });
        } catch (IOException e) {
            throw StoreException.of(CONTEXT + " in " + root + " can't be changed", e);
        }
    }

    private void archive(List<byte[]> texts, LocalDate date) throws IOException, StoreException {
        String name = date + ".md";
        try (Folder folder = Folder.make(root, Access.SHARED, HISTORY)) {
            byte[] before = folder.read(name, LARGEST);
            byte[] added = paragraphs(texts);
            if (before != null && endsWith(before, added)) {
                return;
            }
            ByteArrayOutputStream history = new ByteArrayOutputStream();
            history.writeBytes(before == null ? ("# Archived \u2014 " + date + "\n\n").getBytes(UTF_8) : before);
            endLine(before, history);
            history.writeBytes(added);
            write(folder, name, history.toByteArray());
        }
    }

    private static byte[] paragraphs(List<byte[]> texts) {
        ByteArrayOutputStream paragraphs = new ByteArrayOutputStream();
        for (byte[] text : texts) {
            paragraphs.writeBytes(text);
            endLine(text, paragraphs);
            paragraphs.write('\n');
        }
        return paragraphs.toByteArray();
    }

    private static boolean endsWith(byte[] all, byte[] lines) {
        int start = all.length - lines.length;
        return start > 0 && all[start - 1] == '\n' && Arrays.equals(all, start, all.length, lines, 0, lines.length);
    }

    private static void endLine(byte @Nullable [] text, ByteArrayOutputStream out) {
        if (text != null && text.length > 0 && text[text.length - 1] != '\n') {
            out.write('\n');
        }
    }

    /**
     * Puts a file into {@code shared/}, in place of one that has its name.
     *
     * @param name its base name there
     * @param content any bytes, read to their end
     * @return its size in bytes
     * @throws StoreException if the name is none or one that peers are not shown, a link or folder has it, or it can't be
     *     written
     */
    public long share(String name, InputStream content) throws StoreException {
        BaseName.of(name);
        if (!PublicFiles.isShown(name)) {
            throw new StoreException(
                    "peers are not shown files that end as '" + VisibleText.of(name) + "' does; give another name");
        }
        try (Folder folder = Folder.make(root, Access.SHARED, SHARED)) {
            requireReplaceable(folder, name);
            files.replace(folder, name, content, Access.SHARED);
            BasicFileAttributes shared = folder.attributes(name);
            return shared == null ? 0 : shared.size();
        } catch (IOException e) {
            throw StoreException.of(name + " can't be shared", e);
        }
    }

    private byte[] read(String name) throws StoreException {
        try (Folder folder = Folder.open(root)) {
            byte[] content = folder.read(name, LARGEST);
            return content == null ? new byte[0] : content;
        } catch (IOException e) {
            throw StoreException.of(name + " in " + root + " can't be read", e);
        }
    }

    private void write(Folder folder, String name, byte[] content) throws IOException, StoreException {
        if (content.length > LARGEST) {
            throw new StoreException(name + " would be larger than " + LARGEST + " bytes; it is left as it was");
        }
        requireReplaceable(folder, name);
        files.replace(folder, name, content, Access.SHARED);
    }

    /** Renaming onto a link would take it away: whoever put it there has to. */
    private static void requireReplaceable(Folder folder, String name) throws IOException, StoreException {
        BasicFileAttributes attributes = folder.attributes(name);
        if (attributes != null && !attributes.isRegularFile()) {
            throw new StoreException(
                    folder.path().resolve(name) + " is " + Folder.kind(attributes) + ", not a regular file; remove it");
        }
    }
}
