package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.FileTypes;
import dev.openfused.gateway.settings.Setting;
import java.nio.file.Path;
import java.util.List;

/** {@code to=file} and {@code from=file}: a directory that another program reads or fills, such as a batch system. */
public final class FileBridges {
    /** The directory. */
    public static final Setting<Path> DIRECTORY =
            Setting.required("directory", FileTypes.path(), "The directory; made if it is not there.");

    static final BridgeKind OUT = new BridgeKind(
            "file",
            Direction.OUT,
            "Puts each message as a JSON file into a directory.",
            """
            The file is named by the message's time and id, so it is the same file at each try, and sorts by time. It is \
            written under a name that begins with a dot, brought to disk, and renamed: a reader sees whole files only. The \
            JSON object is that of to=webhook: id, from, timestamp, text, verified, trusted and so on. A full or missing disk \
            is retried.""",
            List.of(DIRECTORY),
            List.of(),
            List.of("openfuse.bridge.batch.to=file", "openfuse.bridge.batch.directory=/var/spool/openfuse/out"));

    static final BridgeKind IN = new BridgeKind(
            "file",
            Direction.IN,
            "Takes files out of a directory and seals each to agents.",
            """
            A file that did not change for a second is taken, and moved to .done/ once its messages are on disk, or to \
            .failed/ if it can't be one: too large, empty, not UTF-8. Names that begin with a dot, folders and links are left \
            alone; rename a file in when it is whole. A file that a crash interrupts is taken again and counts once.
            """ + RecordSettings.EXPLANATION,
            RecordSettings.after(DIRECTORY),
            List.of(),
            List.of(
                    "openfuse.bridge.reports.from=file",
                    "openfuse.bridge.reports.directory=/var/spool/openfuse/in",
                    "openfuse.bridge.reports.recipients=self"));

    private FileBridges() {}
}
