package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {
    @ParameterizedTest
    @CsvSource({"256, 102, 25", "1024, 409, 102", "4096, 2457, 614", "1048576, 10000, 10000"})
    void someFilesAreKeptForTheStoreHoweverManyClientsThereAre(int limit, int connections, int downloads) {
        Descriptors descriptors = limitedTo(String.valueOf(limit));

        assertThat(descriptors.connections(10_000)).isEqualTo(connections);
        assertThat(descriptors.downloads(10_000)).isEqualTo(downloads);
        assertThat(connections + downloads).isLessThan(limit - Math.min(1024, limit / 2) + 1);
    }

    @Test
    void noMoreAreTakenThanAreSet() {
        assertThat(limitedTo("4096").connections(100)).isEqualTo(100);
        assertThat(limitedTo("unlimited").connections(10_000)).isEqualTo(10_000);
    }

    private static Descriptors limitedTo(String soft) {
        return Descriptors.among(List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max processes             63432                63432                processes ",
                "Max open files            " + soft + "                 1048576              files     "));
    }
}
