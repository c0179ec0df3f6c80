package dev.openfused.gateway.store;

import dev.openfused.gateway.message.Utf8;
import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether the folders of an agent's store are there and hold what belongs there. */
final class FoldersExamination {
    private static final int NAMED = 5;

    private final Path root;
    private final Findings findings;

    FoldersExamination(Path root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    void folders(String... names) {
        for (String name : names) {
            BasicFileAttributes attributes = attributes(name);
            if (attributes == null) {
                findings.add(name, name + "/ is missing", "mkdir " + root.resolve(name));
            } else if (!attributes.isDirectory()) {
                findings.add(
                        name, name + " is " + Folder.kind(attributes) + ", not a folder", "put a folder in its place");
            }
        }
    }

    private @Nullable BasicFileAttributes attributes(String name) {
        try (Folder folder = Folder.open(root)) {
            return folder.attributes(name);
        } catch (IOException e) {
            return null;
        }
    }

    void inbox() {
        odd("inbox", true, "inbox");
        int waiting = 0;
        try (Folder quarantine = Folder.find(root, "inbox", ".quarantine")) {
            if (quarantine != null) {
                waiting = names(quarantine, Inbox::isMessage).size();
            }
        } catch (IOException e) {
            findings.add("inbox", StoreException.of("the quarantine can't be read", e), "see whose it is");
        }
        if (waiting > 0) {
            findings.add(
                    "inbox",
                    waiting + " messages of strangers wait in quarantine",
                    "'openfuse inbox list --quarantine' shows them");
        }
    }

    void outbox(Mesh mesh) {
        List<String> directories;
        try {
            directories = Store.open(root).outbox().directories();
        } catch (StoreException e) {
            return; // the folder was told of already
        }
        for (String directory : directories) {
            String fp8 = directory.length() < 8 ? "" : directory.substring(directory.length() - 8);
            if (mesh.keyring().byFp8(fp8).isEmpty() && hasFiles("outbox", directory)) {
                findings.add(
                        "outbox",
                        "outbox/" + VisibleText.of(directory)
                                + " is for nobody in the keyring: nothing in it is delivered",
                        "'openfuse key import' the recipient's key, or remove it");
            }
            if (hasFiles("outbox", directory, ".failed")) {
                findings.add(
                        "outbox",
                        "outbox/" + VisibleText.of(directory) + "/.failed holds messages that were refused for good",
                        "the .reason beside each says why");
            }
            odd("outbox", false, "outbox", directory);
        }
    }

    private boolean hasFiles(String... way) {
        try (Folder folder = Folder.find(root, way)) {
            return folder != null
                    && !names(folder, name -> name.endsWith(".json")).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Names in a folder that are there for a message and are none. */
    private void odd(String about, boolean read, String... way) {
        List<String> links = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        try (Folder folder = Folder.find(root, way)) {
            if (folder == null) {
                return;
            }
            for (String name : names(folder, Inbox::isMessage)) {
                BasicFileAttributes attributes = folder.attributes(name);
                if (attributes != null && !attributes.isRegularFile()) {
                    links.add(name + " (" + Folder.kind(attributes) + ")");
                } else if (attributes != null && read && !isText(folder, name)) {
                    unreadable.add(name);
                }
            }
        } catch (IOException e) {
            findings.add(about, StoreException.of(String.join("/", way) + " can't be read", e), "see whose it is");
        }
        tell(about, links, "are no files and are never read", "remove them", way);
        tell(about, unreadable, "can't be read as text", "look at them, then remove them", way);
    }

    private static boolean isText(Folder folder, String name) throws IOException {
        try {
            byte[] content = folder.read(name, Inbox.LARGEST);
            return content == null || Utf8.decode(content).isPresent();
        } catch (StoreException e) {
            return false;
        }
    }

    private void tell(String about, List<String> names, String what, String mend, String... way) {
        if (!names.isEmpty()) {
            List<String> some = names.stream().limit(NAMED).map(VisibleText::of).toList();
            findings.add(
                    about,
                    names.size() + " in " + VisibleText.of(String.join("/", way)) + "/ " + what + ": "
                            + String.join(", ", some) + (names.size() > NAMED ? ", …" : ""),
                    mend);
        }
    }

    static List<String> names(Folder folder, Predicate<String> wanted) {
        List<String> names = new ArrayList<>();
        folder.names().forEachRemaining(name -> {
            if (wanted.test(name)) {
                names.add(name);
            }
        });
        names.sort(null);
        return names;
    }
}
