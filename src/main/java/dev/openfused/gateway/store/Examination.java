package dev.openfused.gateway.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks a store over, as far as it can be read, and changes nothing. */
public final class Examination {
    private Examination() {}

    /**
     * Looks it over.
     *
     * @param root the store's directory
     * @param clock files from the future are found by it
     * @return what was found, none if all is well
     */
    public static List<Finding> of(Path root, Clock clock) {
        Findings findings = new Findings();
        Mesh mesh = mesh(root, findings);
        if (mesh != null && !mesh.isWorkspace()) {
            new KeysExamination(root, findings).keys(mesh);
            FoldersExamination folders = new FoldersExamination(root, findings);
            folders.folders("inbox", "outbox", "shared", "knowledge", "history");
            folders.inbox();
            folders.outbox(mesh);
        }
        if (mesh != null) {
            new MeshAccess(root).examine(findings);
            MeshExamination known = new MeshExamination(findings);
            known.keyring(mesh);
            known.peers(mesh);
        }
        FilesExamination files = new FilesExamination(root, clock, findings);
        files.texts();
        files.times();
        return findings.all();
    }

    private static @Nullable Mesh mesh(Path root, Findings findings) {
        try {
            return Store.open(root).mesh().read();
        } catch (StoreException e) {
            findings.add(".mesh.json", e, "repair it or restore a copy; nothing works before that");
            return null;
        }
    }
}
