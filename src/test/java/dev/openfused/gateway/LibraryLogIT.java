package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LibraryLogIT {
    private static final String LINE = "\\d{4}-\\d\\d-\\d\\dT\\S+ (INFO |WARN |ERROR|AUDIT|ACCESS) .*";

    @TempDir
    Path folder;

    /** The JDK's HTTP client, which asks for access tokens, logs by way of {@code java.util.logging}. */
    @Test
    void whatLibrariesLogIsALineLikeAllOthers() throws Exception {
        BridgedGateway gateway = new BridgedGateway(folder)
                .bridge(
                        "ops",
                        "to=email",
                        "server=127.0.0.1:9",
                        "address=ops@example.org",
                        "sender=gateway@example.org",
                        "user=gateway",
                        "oauth2-token-url=https://127.0.0.1:9/token",
                        "oauth2-client-id=app",
                        "oauth2-client-secret=s3cret");
        try (GatewayProcess process = GatewayProcess.serve(
                gateway.store(),
                gateway.settings(),
                "-XX:TieredStopAtLevel=1 -Djdk.httpclient.HttpClient.log=channel")) {
            gateway.send(process, "one");

            BridgedGateway.awaitLine(process, "HttpClient - CHANNEL: HttpClient-1-SelectorManager: starting");
            assertThat(process.output()).allMatch(line -> line.matches(LINE));
            process.kill();
        }
    }
}
