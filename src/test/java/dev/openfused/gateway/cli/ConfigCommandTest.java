package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCommandTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://h.example/hook?token=hunter2&x=1             | https://h.example/hook?********
        https://h.example:8443/hook#hunter2                  | https://h.example:8443/hook#********
        https://hooks.slack.com/services/T0/B0/abcd1234EFGH  | https://hooks.slack.com/services/T0/B0/********
        https://discord.com/api/webhooks/1234/a-B_c3dEfGhIjK | https://discord.com/api/webhooks/1234/********
        https://h.example/hooks/abcdefghijklmnopqrstuvwxyz   | https://h.example/hooks/********
        https://h.example/bot12345:hunter2AA/sendMessage     | https://h.example/********/sendMessage
        https://h.example/openfuse/v2/inbox                  | https://h.example/openfuse/v2/inbox
        """)
    void whatLetsOthersInAtAnAddressIsNotShown(String url, String shown) throws Exception {
        List<String> lines = config("openfuse.bridge.ops.to=webhook", "openfuse.bridge.ops.url=" + url);

        assertThat(lines).anyMatch(line -> line.startsWith("openfuse.bridge.ops.url = " + shown + "  ("));
        String json = new CommandLineSession(directory)
                .run("config", "--config", "application.properties", "--json")
                .out();
        assertThat(json).contains('"' + shown + '"');
    }

    @Test
    void theSameHoldsForAddressesOfTheGatewayItself() throws Exception {
        List<String> lines = config(
                "openfuse.outbound.proxy=http://p.example:3128/?key=hunter2",
                "openfuse.queue.url=jdbc:postgresql://db.example/openfuse?user=x&sslkey=hunter2");

        assertThat(String.join("\n", lines))
                .doesNotContain("hunter2")
                .contains(
                        "openfuse.outbound.proxy = http://p.example:3128/?********",
                        "jdbc:postgresql://db.example/openfuse?***")
                .contains("openfuse.http.origins = https://openfused.dev, https://claude.ai  (");
    }

    private List<String> config(String... settings) throws Exception {
        Files.write(directory.resolve("application.properties"), List.of(settings));
        return new CommandLineSession(directory)
                .run("config", "--config", "application.properties")
                .out()
                .lines()
                .toList();
    }
}
