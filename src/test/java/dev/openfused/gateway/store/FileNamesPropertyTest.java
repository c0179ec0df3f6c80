package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.Nullable;

/** Names that strangers choose. */
class FileNamesPropertyTest {
    private @Nullable Path folder;

    @BeforeProperty
    void makeAFolder() throws Exception {
        folder = Files.createTempDirectory("names");
    }

    @AfterProperty
    void removeTheFolder() throws Exception {
        try (Stream<Path> all = Files.walk(where())) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Property(tries = 300)
    void whateverAFileIsCalledItIsStoredInTheInboxOrRefused(@ForAll("names") String name) throws Exception {
        Path root = where().resolve("store");
        Files.createDirectories(root.resolve("inbox"));
        Files.writeString(root.resolve(".mesh.json"), "{\"name\": \"wisp\"}");
        Inbox inbox = Store.open(root, Durability.NONE, Clock.systemUTC()).inbox();

        Optional<String> stored = put(inbox, name);

        if (stored.isPresent()) {
            assertThat(inbox.read(stored.get())).isPresent();
            Files.delete(root.resolve("inbox").resolve(stored.get()));
        }
        assertThat(files()).containsExactly(".mesh.json");
    }

    private static Optional<String> put(Inbox inbox, String name) {
        try {
            return Optional.of(inbox.put(name, new byte[] {1}));
        } catch (StoreException e) {
            assertThat(e).hasMessageNotContaining("\n");
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> hostile = Arbitraries.of(
                "..", "/", "\\", ".", "\0", "\n", "a", "é", "json", "~", "%2e", "C:", "😀", "\ud800", "-");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(300),
                hostile.list().ofMaxSize(8).map(parts -> String.join("", parts)));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> all = Files.walk(where())) {
            return all.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        }
    }

    private Path where() {
        return Objects.requireNonNull(folder);
    }
}
