package dev.openfused.gateway.camel.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.BridgedGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** The same for records that are files: one that is written again replaces itself, and only whole ones are seen. */
abstract class DirectoryRouteContract extends RecordRouteContract {
    /** Where the files are. */
    final Path directory() throws IOException {
        return Files.createDirectories(folder.resolve("remote/incoming"));
    }

    @Override
    List<String> arrived() throws Exception {
        List<String> records = new ArrayList<>();
        for (Path file : BridgedGateway.files(directory())) {
            records.add(Files.readString(file));
        }
        // Of those of the same millisecond the name tells no order; the text's does.
        records.sort(Comparator.comparing(
                        (String record) -> json(record).path("timestamp").asText())
                .thenComparing(String::length)
                .thenComparing(record -> json(record).path("text").asText()));
        return records;
    }

    @AfterEach
    void nothingHalfWrittenIsLeft() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("remote"))) {
            assertThat(all.filter(file -> !Files.isDirectory(file)))
                    .allSatisfy(file -> assertThat(file.getFileName().toString())
                            .matches("(\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d-\\d{3}Z)_[0-9a-f]{64}\\.json"));
        }
    }
}
