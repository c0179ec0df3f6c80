package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.LogLines;
import dev.openfused.gateway.TestCertificates;
import dev.openfused.gateway.TestCertificates.Identity;
import dev.openfused.gateway.crypto.PemTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS with the certificate that stands in the files now, and callers that prove who they are. */
@Timeout(60)
class TlsTest {
    private final TestCertificates authority = new TestCertificates();
    private final TestCertificates strangers = new TestCertificates();
    private final LogLines watch = LogLines.of(TlsWatch.class);

    @TempDir
    Path folder;

    private Identity first;
    private Path certificate;
    private Path key;
    private Path clientAuthorities;
    private RunningServer server;

    @BeforeEach
    void files() throws Exception {
        certificate = folder.resolve("server.pem");
        key = folder.resolve("server.key");
        clientAuthorities = folder.resolve("clients.pem");
        first = write(authority.issue("127.0.0.1"));
        Files.writeString(clientAuthorities, authority.authorityPem());
        serve(null);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void closeLog() {
        watch.close();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bothVersionsOfHttpAreSpoken(Version version) throws Exception {
        HttpResponse<String> answer = get(client(null), version);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("https://127.0.0.1:" + server.port());
        assertThat(answer.version()).isEqualTo(version);
    }

    @Test
    void plainHttpIsNotAnsweredWhereTlsIsSpoken() throws Exception {
        try (RawClient plain = server.raw()) {
            assertThat(plain.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").untilClosed())
                    .doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void aNewCertificateIsShownOnceItsKeyIsThereAndConnectionsStayOpen() throws Exception {
        Identity renewed = authority.issue("127.0.0.1");
        try (SSLSocket open = connect(null)) {
            assertThat(shownTo(open)).isEqualTo(first.certificate());

            Files.writeString(certificate, renewed.certificatePem());
            await().until(() -> watch.lines().stream().anyMatch(line -> line.contains("stays")));
            assertThat(shown()).isEqualTo(first.certificate());

            Files.writeString(key, renewed.keyPem());
            // A handshake that falls into the very change is ended by the server's library; whoever calls tries again.
            await().ignoreExceptionsInstanceOf(SSLHandshakeException.class)
                    .untilAsserted(() -> assertThat(shown()).isEqualTo(renewed.certificate()));

            assertThat(asked(open)).startsWith("HTTP/1.1 200 ");
            assertThat(get(client(null), Version.HTTP_2).version()).isEqualTo(Version.HTTP_2);
        }
    }

    @Test
    void filesThatCannotBeUsedChangeNothingAndThatIsSaidOnce() throws Exception {
        Files.writeString(certificate, "not a certificate");
        await().until(() -> watch.lines().size() == 1);
        Files.delete(key);
        Files.delete(certificate);
        await().until(() -> watch.lines().size() >= 2);

        await().during(Duration.ofMillis(2500))
                .until(() -> watch.lines().size() <= 3); // one more if a look came between the two
        assertThat(watch.lines()).allSatisfy(line -> assertThat(line)
                .startsWith("the certificate in use stays: ")
                .contains("server.pem"));
        assertThat(shown()).isEqualTo(first.certificate());
        write(first);
        await().until(() -> watch.lines().get(watch.lines().size() - 1).equals("the certificate was read again"));
    }

    @Test
    void onlyCallersWithACertificateOfTheNamedAuthorityGetIn() throws Exception {
        serve(clientAuthorities);

        assertThat(get(client(authority.issue("client one")), Version.HTTP_1_1).statusCode())
                .isEqualTo(200);
        assertThat(get(client(authority.issue("client one")), Version.HTTP_2).statusCode())
                .isEqualTo(200);
        assertRefused(strangers.issue("client two"));
        assertRefused(null);
    }

    @Test
    void theNamedAuthorityCanBeReplacedWhileItRuns() throws Exception {
        serve(clientAuthorities);

        Files.writeString(clientAuthorities, strangers.authorityPem());

        await().ignoreExceptions().untilAsserted(() -> assertThat(asked(strangers.issue("client two")))
                .startsWith("HTTP/1.1 200 "));
        assertRefused(authority.issue("client one"));
        assertRefused(null);
    }

    /** Of TLS 1.3, a client learns only when it reads that its certificate was not taken. */
    private void assertRefused(@Nullable Identity identity) {
        assertThatThrownBy(() -> asked(identity)).isInstanceOf(SSLException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            server.pem  | not there                    | there is no file
            server.key  | not there                    | there is no file
            clients.pem | not there                    | there is no file
            server.pem  | nothing                      | there is no PEM certificate in it
            clients.pem | nothing                      | there is no PEM certificate in it
            server.key  | nothing                      | there is no unencrypted PEM private key in it
            server.pem  | nonsense                     | malformed
            clients.pem | nonsense                     | malformed
            server.key  | nonsense                     | there is no unencrypted PEM private key in it
            server.pem  | -----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n | malformed
            server.key  | -----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----\\n | malformed
            server.key  | -----BEGIN EC PRIVATE KEY-----\\nAAAA\\n-----END EC PRIVATE KEY-----\\n | no readable PEM
            server.key  | another's                    | is not that of the certificate
            """)
    void aFileThatCannotBeUsedStopsTheStartWithOneLineThatNamesIt(String file, String content, String reason)
            throws Exception {
        Path path = folder.resolve(file);
        Files.delete(path);
        if (!content.equals("not there")) {
            Files.writeString(
                    path,
                    content.equals("another's")
                            ? authority.issue("127.0.0.1").keyPem()
                            : content.replace("nothing", "").replace("\\n", "\n"));
        }

        assertThatThrownBy(() -> serve(clientAuthorities))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("TLS can't be used: ")
                .hasMessageContaining(path.toString())
                .hasMessageContaining(reason)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").doesNotContain("Exception"));
    }

    private void serve(@Nullable Path authorities) throws Exception {
        stop();
        RequestOrigins origins = new RequestOrigins(Set.of());
        server = new RunningServer(
                RunningServer.settings(1024, HttpSettings.Phases.DEFAULT)
                        .withTls(new HttpSettings.Tls(certificate, key, authorities)),
                Clock.systemUTC());
        server.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/origin")
                        .process(e -> HttpAnswer.bytes(
                                e,
                                200,
                                "text/plain",
                                String.valueOf(origins.of(e)).getBytes(US_ASCII)));
            }
        });
    }

    private Identity write(Identity identity) throws IOException {
        Files.writeString(certificate, identity.certificatePem());
        Files.writeString(key, identity.keyPem());
        return identity;
    }

    private HttpClient client(@Nullable Identity identity) {
        return HttpClient.newBuilder().sslContext(tls(identity)).build();
    }

    private SSLContext tls(@Nullable Identity identity) {
        return PemTls.client(
                authority.authorityPem().getBytes(US_ASCII),
                identity == null ? null : identity.certificatePem().getBytes(US_ASCII),
                identity == null ? null : identity.keyPem().getBytes(US_ASCII));
    }

    private HttpResponse<String> get(HttpClient client, Version version) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/origin"))
                        .version(version)
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                BodyHandlers.ofString());
    }

    private SSLSocket connect(@Nullable Identity identity) throws IOException {
        SSLSocket socket = (SSLSocket)
                tls(identity).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private X509Certificate shown() throws IOException {
        try (SSLSocket socket = connect(null)) {
            return shownTo(socket);
        }
    }

    private static X509Certificate shownTo(SSLSocket socket) throws IOException {
        socket.startHandshake();
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private String asked(@Nullable Identity identity) throws IOException {
        try (SSLSocket socket = connect(identity)) {
            return asked(socket);
        }
    }

    private static String asked(SSLSocket socket) throws IOException {
        socket.startHandshake();
        socket.getOutputStream().write("GET /origin HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        return new String(socket.getInputStream().readNBytes(20), US_ASCII);
    }
}
