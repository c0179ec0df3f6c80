package dev.openfused.gateway.camel.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchEndpointTest {
    @TempDir
    Path folder;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void eachNewFileIsAnExchangeWithItsPath() throws Exception {
        route("openfuse-watch:" + folder + "?recursive=true&mode=events", exchange -> {
            Path path = exchange.getMessage().getBody(Path.class);
            seen.add(exchange.getMessage().getHeader(OpenFuseHeaders.FILE) + " " + Files.exists(path));
        });

        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/a.json"), "{}");

        await().untilAsserted(() -> assertThat(seen).contains("sub/a.json true"));
    }

    @Test
    void aListenerWithItsOwnMemoryIsToldToScanAtTheStart() throws Exception {
        Files.writeString(folder.resolve("old.json"), "{}");
        route(
                "openfuse-watch:" + folder + "?scans=folder",
                exchange -> seen.add(exchange.getMessage().getHeader(OpenFuseHeaders.WATCH) + " "
                        + exchange.getMessage().getHeader(OpenFuseHeaders.FILE)));
        await().untilAsserted(() -> assertThat(seen).containsExactly("scan null"));

        Files.writeString(folder.resolve("new.json"), "{}");

        await().untilAsserted(() -> assertThat(seen).contains("file new.json").doesNotContain("file old.json"));
    }

    @Test
    void aFileIsShownAgainWhenAStepAsksForIt() throws Exception {
        route("openfuse-watch:" + folder, exchange -> {
            seen.add("again");
            if (seen.size() < 3) {
                exchange.setProperty(OpenFuseHeaders.WATCH_AGAIN, Duration.ofMillis(10));
            }
        });

        Files.writeString(folder.resolve(".a"), "{}");
        Files.move(folder.resolve(".a"), folder.resolve("a.json"));

        await().untilAsserted(() -> assertThat(seen).hasSizeGreaterThanOrEqualTo(3));
    }

    @Test
    void aStepThatFailsStopsNothing() throws Exception {
        route("openfuse-watch:" + folder, exchange -> {
            seen.add(exchange.getMessage().getHeader(OpenFuseHeaders.FILE, String.class));
            throw new IllegalStateException("no");
        });

        Files.writeString(folder.resolve("a.json"), "{}");
        await().untilAsserted(() -> assertThat(seen).contains("a.json"));
        Files.writeString(folder.resolve("b.json"), "{}");

        await().untilAsserted(() -> assertThat(seen).contains("b.json"));
    }

    @Test
    void aSuspendedRouteFindsWhatItMissedWhenItGoesOn() throws Exception {
        route(
                "openfuse-watch:" + folder,
                exchange -> seen.add(exchange.getMessage().getHeader(OpenFuseHeaders.FILE, String.class)));
        context.getRouteController().suspendRoute("watch");
        Files.writeString(folder.resolve("missed.json"), "{}");

        context.getRouteController().resumeRoute("watch");

        await().untilAsserted(() -> assertThat(seen).contains("missed.json"));
    }

    @Test
    void aMistypedOptionStopsTheRoute() {
        assertThatThrownBy(() -> context.getEndpoint("openfuse-watch:" + folder + "?recursiv=true"))
                .hasMessageContaining("recursiv");
        assertThatThrownBy(() -> context.getEndpoint("openfuse-watch:" + folder + "?mode=magic"))
                .hasStackTraceContaining("MAGIC");
    }

    private void route(String from, Processor step) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId("watch").process(step);
            }
        });
        context.start();
    }
}
