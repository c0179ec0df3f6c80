package dev.openfused.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.GatewayProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first thing that a stranger runs. */
class DemoIT {
    @Test
    void everyStepHappensAndIsShownWithTheFileItLeft() throws Exception {
        GatewayProcess.Result demo = GatewayProcess.run("demo");

        assertThat(demo.status()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out())
                .contains("1. Three stores", "$ openfuse broadcast", "badges: [\"VERIFIED\",\"TRUSTED\"")
                .contains("Subject: alice: Deploy of release 214 finished")
                .contains("From: gateway.alerts")
                .contains("Disk of db-2 is 91 % full")
                .doesNotContain("This did not happen");
        Matcher folder = Pattern.compile("Everything is in (\\S+) ").matcher(demo.out());
        assertThat(folder.find()).isTrue();
        Path root = Path.of(folder.group(1));
        assertThat(root.resolve("mail.eml")).isNotEmptyFile();
        assertThat(root.resolve("webhook-call.json")).isNotEmptyFile();
        delete(root);
    }

    private static void delete(Path root) throws Exception {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
