package dev.openfused.gateway.sync;

import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.PeerFiles;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a peer which of its messages we have. Messages that the peer still holds are remembered, so that they are not
 * fetched again. A temporary refusal, or no answer at all, is tried again in the next exchange; any other refusal is final.
 */
final class Acknowledgements {
    /** So many answers that did not come end it for this time: each may have taken as long as one may take. */
    private static final int MOST_FAULTS = 3;

    private final PeerSource source;
    private final PeerSource.Self self;
    private final SyncMemory memory;
    private int faults;
    private @Nullable IOException unanswered;
    private int refused;
    private @Nullable String firstRefused;
    private @Nullable String firstAnswer;

    Acknowledgements(PeerSource source, PeerSource.Self self, SyncMemory memory) {
        this.source = source;
        this.self = self;
        this.memory = memory;
    }

    /**
     * Acknowledges a message that is on disk here.
     *
     * @param key what tells it from the others there
     * @param file where it stands there
     */
    void send(String key, String file) {
        List<String> names = names(file);
        if (names == null) {
            refused(key, file, file.isEmpty() ? "the peer gives no file name" : "the file name is not valid");
        } else if (faults == MOST_FAULTS) {
            tryLater(key);
        } else {
            send(key, file, names);
        }
    }

    private void send(String key, String file, List<String> names) {
        try {
            source.acknowledge(self, names);
            memory.release(key);
        } catch (PeerRefusedException e) {
            refused(key, file, String.valueOf(e.getMessage()));
            if (e.isTemporary()) {
                faults++;
                tryLater(key);
            }
        } catch (IOException e) {
            faults++;
            unanswered = unanswered == null ? e : unanswered;
            tryLater(key);
        }
    }

    private void tryLater(String key) {
        memory.hold(key);
        if (memory.holds(key)) {
            memory.owed().add(key);
        }
    }

    private void refused(String key, String file, String answer) {
        memory.hold(key);
        memory.owed().remove(key);
        if (refused++ == 0) {
            firstRefused = file;
            firstAnswer = answer;
        }
    }

    /**
     * Tries those again that were not answered, or refused for then, in an earlier exchange.
     *
     * @param owed what the peer still holds of them
     */
    void sendAgain(Set<String> owed) {
        for (String file : owed) {
            if (faults < MOST_FAULTS) {
                send(file, file);
            }
        }
    }

    /** Says what the peer goes on holding, in one line of each kind. */
    void report(Lines faultLines, Lines warnings) {
        if (unanswered != null) {
            faultLines.add(new IOException("received messages are not acknowledged yet: " + unanswered.getMessage()));
        }
        if (firstRefused != null) {
            String file = "'" + VisibleText.of(firstRefused) + "'";
            warnings.add((refused == 1
                            ? file + " was received but stays at the peer, as it can't be acknowledged: "
                            : file + " and " + (refused - 1)
                                    + " more were received but stay at the peer, as they can't be acknowledged: ")
                    + firstAnswer
                    + why(firstRefused));
        }
    }

    private static String why(String file) {
        return file.indexOf('+') < 0 ? "" : "; daemons up to 0.5.4 refuse that for every name with a '+'";
    }

    /** A directory and a file, or a file; null if it leads anywhere else. */
    static @Nullable List<String> names(String file) {
        List<String> names = List.of(file.split("/", -1));
        return names.size() <= 2 && names.stream().allMatch(PeerFiles::isName) ? names : null;
    }
}
