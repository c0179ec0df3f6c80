package dev.openfused.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OddFilesTest {
    private final List<String> audit = new ArrayList<>();
    private final OddFiles files = new OddFiles(entry -> audit.add(entry.toString()));

    @Test
    void aFileIsToldOnceHoweverOftenItIsMet() {
        for (int scan = 0; scan < 3; scan++) {
            files.refuse("a.json", "is a folder");
            files.scanned();
        }

        assertThat(audit).containsExactly("decision=refused file=a.json reason=\"is a folder\"");
    }

    @Test
    void aFileThatIsOddInAnotherWayIsToldAnew() {
        files.refuse("a.json", "is a folder");
        files.refuse("a.json", "is a symbolic link");

        assertThat(audit).hasSize(2);
    }

    @Test
    void aFileThatAScanDoesNotMeetIsForgotten() {
        files.refuse("a.json", "is a folder");
        files.scanned();
        files.scanned();
        files.refuse("a.json", "is a folder");

        assertThat(audit).hasSize(2);
    }

    @Test
    void aFlawedFolderFillsNeitherTheMemoryNorTheLog() {
        for (int scan = 0; scan < 2; scan++) {
            for (int i = 0; i < 12_000; i++) {
                files.refuse(i + ".json", "is a folder");
            }
            files.scanned();
        }

        assertThat(audit).hasSize(10_000);
    }
}
