package dev.openfused.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.TestAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The attacks this closes: a request that a proxy before us and we read as different requests, a path that means another
 * file than it says, and a sender that never ends. Said to the real routes over a bare socket; whatever comes back shows
 * nothing of what lies outside of the public files, and the next caller is served.
 */
@Timeout(60)
class HostileRequestsTest {
    private static final String OUTSIDE = "lies outside of the store";
    private static final String INSIDE = "shown to everybody";
    private static final String HOST = "Host: localhost\r\n";

    /** A whole request that must never be answered when it is sent as the body of another. */
    private static final String HIDDEN = "GET /read/shared/notes.txt HTTP/1.1\r\n" + HOST + "\r\n";

    @TempDir
    Path folder;

    private TestAgent bob;
    private ServedAgent served;

    @BeforeEach
    void start() throws Exception {
        bob = TestAgent.make(folder.resolve("bob"), "bob");
        Files.writeString(folder.resolve("secret.txt"), OUTSIDE);
        Files.writeString(bob.store().root().resolve("shared/notes.txt"), INSIDE);
        served = new ServedAgent(
                folder, bob, RunningServer.settings(64 * 1024, RunningServer.QUICK), Clock.systemUTC(), true);
    }

    @AfterEach
    void stop() throws Exception {
        served.assertServes();
        served.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\\r\\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\\r\\nContent-Length: 5",
                "Content-Length: 5\\r\\nContent-Length: 6",
                "Content-Length: 5\\r\\nContent-Length: 5",
                "Content-Length: 5, 5",
                "Content-Length: 5, 6",
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 5,",
                "Content-Length: 0x5",
                "Content-Length: 5 5",
                "Content-Length:",
                "Content-Length: 99999999999999999999",
                "Content-Length: 18446744073709551621",
                "Content-Length : 5",
                "Content-Length\\t: 5",
                "Content-Length: 5\\r\\n 5",
                "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: identity",
                "Transfer-Encoding: identity\\r\\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: identity",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\\r\\n chunked",
                "Transfer-Encoding: x\\r\\n chunked",
                "Transfer-Encoding:\\013chunked",
                " Transfer-Encoding: chunked",
                "X: y\\rTransfer-Encoding: chunked",
                "X: y\\nTransfer-Encoding: chunked",
                "X: y\\0\\r\\nTransfer-Encoding: chunked",
            })
    void aBodyWhoseEndCanBeReadInTwoWaysHidesNoRequest(String fields) throws Exception {
        String answer = exchange("POST /inbox HTTP/1.1\r\n" + HOST + unescaped(fields) + "\r\n\r\n0\r\n\r\n" + HIDDEN);

        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer: " + answer).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "-5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "0x5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "zz\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "5\\nhello\\r\\n0\\r\\n\\r\\n",
                "5\\r\\nhello0\\r\\n\\r\\n",
                "5\\r\\nhello\\n0\\r\\n\\r\\n",
                "5\\r\\nhelloXX0\\r\\n\\r\\n",
                "ffffffffffffffff\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "10000000000000005\\r\\nhello\\r\\n0\\r\\n\\r\\n",
                "5;a=b\\nhello\\r\\n0\\r\\n\\r\\n",
            })
    void aChunkWhoseEndCanBeReadInTwoWaysHidesNoRequest(String body) throws Exception {
        String answer = exchange(
                "POST /inbox HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + unescaped(body) + HIDDEN);

        assertThat(answer).doesNotContain(INSIDE).doesNotContain("HTTP/1.1 2").doesNotContain("HTTP/1.1 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /config HTTP/1.1\\nHost: localhost\\n\\n",
                "GET /config HTTP/1.1\\r\\nHost: localhost\\nX: y\\r\\n\\r\\n",
                "GET /config HTTP/1.1\\rHost: localhost\\r\\r",
                "GET /config HTTP/1.1\\r\\n Host: localhost\\r\\n\\r\\n",
                "GET /config HTTP/1.1\\r\\nHost : localhost\\r\\n\\r\\n",
                "GET /config HTTP/1.1\\r\\nHost: localhost\\r\\nX y: z\\r\\n\\r\\n",
                "GET /config HTTP/1.1\\r\\nHost: localhost\\r\\nX: a\\0b\\r\\n\\r\\n",
                "GET /con fig HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n",
                "GET /config HTTP/1.1 x\\r\\nHost: localhost\\r\\n\\r\\n",
                "GET /config HTTP/0.9\\r\\nHost: localhost\\r\\n\\r\\n",
                "GET /config\\r\\n\\r\\n",
                "GET /config HTTP/1.1\\r\\nHost: localhost%00.evil.example\\r\\n\\r\\n",
                "GET /config HTTP/1.1\\r\\nHost: localhost%41\\r\\n\\r\\n",
                "G\\0T /config HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n",
                "CONNECT evil.example:443 HTTP/1.1\\r\\nHost: evil.example:443\\r\\n\\r\\n",
            })
    void aHeadThatIsNotWellFormedIsRefused(String head) throws Exception {
        assertThat(exchange(unescaped(head))).doesNotContain("HTTP/1.1 2").doesNotContain("HTTP/1.1 5");
    }

    @ParameterizedTest
    @CsvSource({
        "/read/shared/../../secret.txt, 404",
        "/read/shared/%2e%2e/%2e%2e/secret.txt, 404",
        "/read/shared/%2E%2E/.mesh.json, 404",
        "/read/shared/.%2e/.mesh.json, 404",
        "/read/shared/..;/..;/secret.txt, 404",
        "/read/shared/..;x=y/.mesh.json, 404",
        "/read/shared;x/notes.txt, 404",
        "/read/shared/..%2f..%2fsecret.txt, 404",
        "/read/shared/..%5c..%5csecret.txt, 404",
        "/read/shared\\..\\..\\secret.txt, 404",
        "/read/shared/%252e%252e/%252e%252e/secret.txt, 404",
        "/read/shared/..%252f..%252fsecret.txt, 404",
        "/read/shared/notes.txt%00.png, 404",
        "/read/shared/%00, 404",
        "/read/shared/%c0%ae%c0%ae/secret.txt, 400",
        "/read/shared/%c0%af, 400",
        "/read/shared/%e0%80%ae, 400",
        "/read/shared/%ed%a0%80, 400",
        "/read/shared/%f4%90%80%80, 400",
        "/read/shared/%u002e%u002e/secret.txt, 400",
        "/read/shared/%, 400",
        "/read/.keys/private.key, 404",
        "/read/%2ekeys/private.key, 404",
        "/read//etc/passwd, 404",
        "/read/%2fetc%2fpasswd, 404",
        "/read/file:%2f%2f%2fetc%2fpasswd, 404",
        "/read/shared/notes.txt/, 404",
        "/read/shared/notes.txt/../../.mesh.json, 404",
        "/READ/shared/notes.txt, 404",
        "/ls/shared/.., 404",
        "/ls/shared/%2e%2e/.keys, 404",
        "/ls/..;, 403",
        "/ls/%252e%252e, 403",
        "/ls//, 404",
        "/outbox/..%2f..%2fsecret.txt, 404",
        "/outbox/%c0%ae, 400",
        "/hooks/..;/read/shared/notes.txt, 404",
        "/hooks/%2e%2e%2fconfig, 404",
    })
    void aPathThatMeansAnotherFileThanItSaysIsRefused(String target, int status) throws Exception {
        String answer = exchange("GET " + target + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("urn:openfuse:problem:");
        assertThat(answer)
                .doesNotContain(OUTSIDE)
                .doesNotContain(INSIDE)
                .doesNotContain("root:")
                .doesNotContain(bob.keys().publicKey())
                .doesNotContain(folder.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example/config, Host: localhost, 421",
        "http://evil.example/config, Host: evil.example, 421",
        "http://LOCALHOST/config, Host: evil.example, 200",
        "http://user@localhost/config, Host: localhost, 400",
        "https://169.254.169.254/latest/meta-data/, Host: localhost, 421",
        "ftp://localhost/config, Host: localhost, 404",
        "http:///config, Host: localhost, 400",
        "//evil.example/config, Host: localhost, 404",
        "*, Host: localhost, 404",
        "localhost/config, Host: localhost, 404",
        "?x, Host: localhost, 404",
    })
    void aTargetThatNamesItsHostMeansThatHost(String target, String host, int status) throws Exception {
        assertThat(exchange("GET " + target + " HTTP/1.1\r\n" + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400",
        "Host:, 400",
        "'Host: localhost\\r\\nHost: localhost', 400",
        "'Host: localhost\\r\\nhost: evil.example', 400",
        "'Host: localhost, evil.example', 400",
        "Host: localhost evil.example, 400",
        "Host: localhost/evil.example, 400",
        "Host: localhost@evil.example, 400",
        "Host: evil.example@localhost, 400",
        "Host: localhost:, 200",
        "Host: localhost:99999, 400",
        "Host: localhost:80:80, 400",
        "Host: [::1, 400",
        "Host: localhost., 200",
        "Host: LocalHost.:2053, 200",
        "Host: localhost.., 421",
        "Host: evil.example., 421",
        "Host: localhost.evil.example., 421",
        "Host: evil.example, 421",
        "Host: localhost.evil.example, 421",
        "Host: 0.0.0.0, 421",
        "Host: 2130706433, 421",
        "Host: 192.0.2.1, 421",
    })
    void aHostThatIsNotOneOfOursIsRefused(String fields, int status) throws Exception {
        String head = "GET /config HTTP/1.1\r\n" + unescaped(fields) + (fields.isEmpty() ? "" : "\r\n");

        assertThat(exchange(head + "Connection: close\r\n\r\n")).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void aLinkThatLeadsOutOfTheStoreIsNotFound() throws Exception {
        Path shared = bob.store().root().resolve("shared");
        Files.createSymbolicLink(shared.resolve("link.txt"), folder.resolve("secret.txt"));
        Files.createSymbolicLink(shared.resolve("up"), folder);
        Files.createSymbolicLink(shared.resolve("keys"), Path.of("../.keys"));

        for (String path : List.of("link.txt", "up/secret.txt", "keys/private.key")) {
            assertThat(exchange("GET /read/shared/" + path + " HTTP/1.1\r\n" + HOST + "\r\n"))
                    .startsWith("HTTP/1.1 404 ")
                    .doesNotContain(OUTSIDE);
        }
        assertThat(exchange("GET /ls/shared/up HTTP/1.1\r\n" + HOST + "\r\n")).startsWith("HTTP/1.1 403 ");
        assertThat(exchange("GET /ls/shared HTTP/1.1\r\n" + HOST + "\r\n"))
                .containsPattern(
                        "\\[\\{\"name\":\"notes.txt\",\"is_dir\":false,\"size\":18,\"version\":\"[^\"{]+\"}]$");
    }

    @Test
    void aPipeAmongTheFilesHoldsNobodyUp() throws Exception {
        Path pipe = bob.store().root().resolve("shared/pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(exchange("GET /read/shared/pipe HTTP/1.1\r\n" + HOST + "\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(exchange("GET /ls/shared HTTP/1.1\r\n" + HOST + "\r\n")).doesNotContain("pipe");
    }

    @Test
    void callersThatNeverEndTheirHeadOrTheirBodyKeepNobodyOut() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                slow.add(served.server().raw().send("GET /config HTTP/1.1\r\nHost: loc"));
                slow.add(served.server()
                        .raw()
                        .send("POST /inbox HTTP/1.1\r\n" + HOST + "Content-Length: 60000\r\n\r\n{"));
            }
            served.assertServes();
            for (RawClient client : slow) {
                assertThat(client.untilClosed()).doesNotContain("HTTP/1.1 2").doesNotContain("HTTP/1.1 5");
            }
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void headerFieldsAreLimitedTogether() throws Exception {
        StringBuilder fields = new StringBuilder();
        IntStream.range(0, 2000).forEach(i -> fields.append("X-").append(i).append(": y\r\n"));

        assertThat(exchange("GET /config HTTP/1.1\r\n" + HOST + fields + "\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("urn:openfuse:problem:large-header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5;x=", // an extension of a chunk
                "0\\r\\nX-Trailer: ", // a trailer
                "0000000000000000000000000000", // the size of a chunk
            })
    void aChunkedBodyThatNeverEndsIsCutOff(String start) throws Exception {
        try (RawClient client = served.server().raw()) {
            client.send("POST /inbox HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + unescaped(start));

            assertThat(client.sendUntilClosed("0".repeat(4096), 100_000_000)).isLessThan(20_000_000);
        }
    }

    @Test
    void requestsOneBehindTheOtherAreAnsweredInTheirOrder() throws Exception {
        String answer = exchange("GET /read/shared/notes.txt HTTP/1.1\r\n" + HOST + "\r\n"
                + "GET /read/shared/none.txt HTTP/1.1\r\n" + HOST + "\r\n"
                + "GET /config HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");

        assertThat(answer.replace("\r\n", "\n"))
                .containsSubsequence("HTTP/1.1 200", INSIDE, "HTTP/1.1 404", "HTTP/1.1 200", "publicKey");
    }

    /** All that comes back until the server closes the connection. */
    private String exchange(String request) throws Exception {
        try (RawClient client = served.server().raw()) {
            return client.send(request).untilClosed();
        }
    }

    private static String unescaped(String text) {
        return text.translateEscapes();
    }
}
