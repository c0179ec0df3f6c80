package dev.openfused.gateway.store;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code tasks/{id}/task.json}: A2A tasks as files (protocol section 9), read only. */
public final class TaskFiles {
    /** No task is larger, in bytes. */
    public static final int LARGEST = 16 << 20;

    private static final String TASKS = "tasks";
    private static final String FILE = "task.json";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

    private final Path root;

    TaskFiles(Path root) {
        this.root = root;
    }

    /**
     * Whether a text can be the id of a task.
     *
     * @param id any text
     * @return true for letters, digits, {@code _} and {@code -}, 128 at most
     */
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /**
     * The ids of all tasks.
     *
     * @return newest first, as ids begin with their time
     * @throws StoreException if the folder can't be read
     */
    public List<String> ids() throws StoreException {
        List<String> ids = new ArrayList<>();
        try (Folder folder = Folder.find(root, TASKS)) {
            if (folder != null) {
                for (Iterator<String> names = folder.names(); names.hasNext(); ) {
                    String name = names.next();
                    if (isId(name)) {
                        ids.add(name);
                    }
                }
            }
        } catch (IOException e) {
            throw StoreException.of("the tasks in " + root + " can't be listed", e);
        }
        ids.sort(Comparator.reverseOrder());
        return ids;
    }

    /**
     * Reads one.
     *
     * @param id a valid one
     * @return the bytes of its {@code task.json}, or empty if there is no such task
     * @throws StoreException if it can't be read, is a link or too large
     */
    public Optional<byte[]> read(String id) throws StoreException {
        if (!isId(id)) {
            return Optional.empty();
        }
        try (Folder folder = Folder.find(root, TASKS, id)) {
            return Optional.ofNullable(folder == null ? null : folder.read(FILE, LARGEST));
        } catch (NotDirectoryException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreException.of("task " + id + " can't be read", e);
        }
    }
}
