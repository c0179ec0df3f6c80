package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreInstanceTest {
    private static final String FILE = "instance";

    @TempDir
    Path folder;

    @Test
    void aDirectoryKeepsItsId() throws Exception {
        Path store = directory("store");

        StoreInstance first = instance(store);

        assertThat(first.predecessors()).isEmpty();
        assertThat(instance(store)).isEqualTo(first);
    }

    @Test
    void aCopyOfACopyKnowsAllItsPredecessorsNewestFirstUpToEight() throws Exception {
        List<String> ids = new ArrayList<>();
        Path last = directory("0");
        ids.add(0, instance(last).id());
        for (int i = 1; i <= 10; i++) {
            Path copy = directory(String.valueOf(i));
            Files.copy(last.resolve(FILE), copy.resolve(FILE));
            StoreInstance instance = instance(copy);

            assertThat(instance.predecessors()).isEqualTo(ids.subList(0, Math.min(8, ids.size())));
            assertThat(instance(copy)).isEqualTo(instance);
            ids.add(0, instance.id());
            last = copy;
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private static StoreInstance instance(Path directory) throws IOException {
        return StoreInstance.of(directory, (file, text) -> Files.writeString(directory.resolve(file), text));
    }
}
