package dev.openfused.gateway.sync;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of an exchange with a peer.
 *
 * @param peer its name
 * @param messages how many are new
 * @param files how many of its files are here now
 * @param added how many of them are new
 * @param changed how many of them say something else
 * @param removed how many are here no more
 * @param faults why it failed, a line each; none if it did not
 * @param warnings what was left out, a line each
 * @param away whether the peer did not answer at all
 */
public record SyncReport(
        String peer,
        int messages,
        int files,
        int added,
        int changed,
        int removed,
        List<String> faults,
        List<String> warnings,
        boolean away) {

    /**
     * Copies the lines.
     *
     * @param peer its name
     * @param messages how many are new
     * @param files how many of its files are here now
     * @param added how many of them are new
     * @param changed how many of them say something else
     * @param removed how many are here no more
     * @param faults why it failed
     * @param warnings what was left out
     * @param away whether the peer did not answer at all
     */
    public SyncReport {
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }

    /**
     * A failure before anything was asked.
     *
     * @param peer its name
     * @param fault one line
     * @return the report
     */
    public static SyncReport failed(String peer, String fault) {
        return new SyncReport(peer, 0, 0, 0, 0, 0, List.of(fault), List.of(), false);
    }

    /**
     * Whether all went well; warnings do not count.
     *
     * @return true if there are no faults
     */
    public boolean succeeded() {
        return faults.isEmpty();
    }

    /**
     * Whether anything came, or went.
     *
     * @return false if all is as before
     */
    public boolean isNews() {
        return messages + added + changed + removed > 0;
    }

    /**
     * What came, for people.
     *
     * @return such as {@code alice: 3 messages, 12 files (2 new, 1 changed, 1 removed)}
     */
    public String summary() {
        List<String> news = new ArrayList<>();
        addIfAny(news, added, "new");
        addIfAny(news, changed, "changed");
        addIfAny(news, removed, "removed");
        return peer + ": " + counted(messages, "message") + ", " + counted(files, "file")
                + (news.isEmpty() ? "" : " (" + String.join(", ", news) + ")");
    }

    private static void addIfAny(List<String> news, int count, String what) {
        if (count > 0) {
            news.add(count + " " + what);
        }
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
