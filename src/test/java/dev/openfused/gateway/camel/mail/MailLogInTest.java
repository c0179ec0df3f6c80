package dev.openfused.gateway.camel.mail;

import static dev.openfused.gateway.camel.mail.MailBridge.bench;
import static dev.openfused.gateway.camel.mail.MailBridge.settings;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.TestCertificates;
import dev.openfused.gateway.TlsFront;
import dev.openfused.gateway.camel.BridgeBench;
import dev.openfused.gateway.camel.mail.SmtpFarEnd.Security;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.Delivery.State;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the shipped route {@code email-out} proves who it is, and to whom: TLS, passwords and OAuth2 tokens. */
@Timeout(60)
class MailLogInTest {
    private static final TestCertificates CERTIFICATES = new TestCertificates();

    private final Path folder;

    MailLogInTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static SmtpFarEnd farEnd(Security security) throws Exception {
        return new SmtpFarEnd(security, CERTIFICATES);
    }

    /** A bridge to a server of an authority that it trusts, as a user. */
    private BridgeBench loggingIn(SmtpFarEnd server, String... more) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "ca=" + Files.writeString(folder.resolve("ca.pem"), CERTIFICATES.authorityPem()), "user=gateway"));
        lines.addAll(List.of(more));
        return bench(folder, settings(server.address(), "ops@example.org", lines.toArray(String[]::new)));
    }

    @Test
    void withStartTlsTheLogInAndTheMailAreProtected() throws Exception {
        try (SmtpFarEnd server = farEnd(Security.STARTTLS);
                BridgeBench bench = loggingIn(server, "password=s3cret")) {
            bench.await(bench.dispatch("ops", "hello"), State.DONE);

            assertThat(server.taken()).hasSize(1);
            assertThat(server.lines())
                    .filteredOn(line -> line.contains("AUTH") || line.contains("MAIL") || line.contains("DATA"))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(line -> line.startsWith("TLS "));
        }
    }

    @Test
    void aServerThatOffersNoStartTlsGetsNothing() throws Exception {
        try (SmtpFarEnd server = farEnd(Security.PLAIN);
                BridgeBench bench = loggingIn(server, "password=s3cret")) {
            MessageId id = bench.dispatch("ops", "hello");

            assertThat(bench.awaitPutOff(id).reason()).containsIgnoringCase("starttls");
            assertThat(server.lines()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void tlsFromTheStartWorksWithAPrivateAuthority() throws Exception {
        try (SmtpFarEnd server = farEnd(Security.TLS);
                BridgeBench bench = loggingIn(server, "security=tls", "password=s3cret")) {
            bench.await(bench.dispatch("ops", "hello"), State.DONE);

            assertThat(server.taken()).hasSize(1);
            assertThat(server.lines()).allMatch(line -> line.startsWith("TLS "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls", "starttls"})
    void aServerOfAnUnknownAuthorityIsNotBelieved(String security) throws Exception {
        try (SmtpFarEnd server = farEnd(security.equals("tls") ? Security.TLS : Security.STARTTLS);
                BridgeBench bench = bench(
                        folder,
                        settings(
                                server.address(),
                                "ops@example.org",
                                "security=" + security,
                                "user=g",
                                "password=s3cret"))) {
            Delivery putOff = bench.awaitPutOff(bench.dispatch("ops", "hello"));

            assertThat(putOff.state()).isNotEqualTo(State.DEAD);
            assertThat(putOff.reason())
                    .contains("the far end's certificate comes from no authority that is trusted here");
            assertThat(server.lines()).noneMatch(line -> line.contains("AUTH") || line.contains("MAIL"));
        }
    }

    @Test
    void aRefusedLogInIsTriedAgainSinceAnOperatorCanMendIt() throws Exception {
        try (SmtpFarEnd server = farEnd(Security.STARTTLS);
                BridgeBench bench = loggingIn(server, "password=wrong")) {
            server.answering(line -> line.startsWith("AUTH") ? "535 5.7.8 no such luck" : "");
            MessageId id = bench.dispatch("ops", "hello");

            assertThat(bench.awaitPutOff(id).reason())
                    .contains("the mail server refused the log-in; check user and password or token")
                    .doesNotContain("wrong");
            server.answering(line -> "");
            bench.await(id, State.DONE);
        }
    }

    @Test
    void anIssuerOfTokensThatIsAwayIsNamed() throws Exception {
        try (SmtpFarEnd server = farEnd(Security.STARTTLS);
                BridgeBench bench = loggingIn(
                        server,
                        "oauth2-token-url=https://127.0.0.1:9/token",
                        "oauth2-client-id=app",
                        "oauth2-client-secret=s3cret")) {
            assertThat(bench.awaitPutOff(bench.dispatch("ops", "one")).reason())
                    .contains("no OAuth2 token: 127.0.0.1 can't be reached");
        }
    }

    @Test
    void anIssuerOfTokensThatStallsInTheMiddleOfItsAnswerIsGivenUpInTime() throws Exception {
        try (ServerSocket issuer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TlsFront https =
                        new TlsFront(CERTIFICATES.server(CERTIFICATES.issue("127.0.0.1")), issuer.getLocalPort());
                SmtpFarEnd server = farEnd(Security.STARTTLS);
                BridgeBench bench = loggingIn(
                        server,
                        "timeout=1s",
                        "oauth2-token-url=https://127.0.0.1:" + https.port() + "/token",
                        "oauth2-client-id=app",
                        "oauth2-client-secret=s3cret")) {
            Thread stalling = new Thread(() -> stall(issuer));
            stalling.setDaemon(true);
            stalling.start();

            assertThat(bench.awaitPutOff(bench.dispatch("ops", "one")).reason()).contains("access token");
        }
    }

    private static void stall(ServerSocket issuer) {
        while (!issuer.isClosed()) {
            try (Socket connection = issuer.accept()) {
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(US_ASCII));
                connection.getInputStream().transferTo(OutputStream.nullOutputStream()); // until the reader goes away
            } catch (IOException e) {
                continue; // it went away
            }
        }
    }

    @Test
    void anOAuth2TokenIsReadAgainForEachMail() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        try (SmtpFarEnd server = farEnd(Security.STARTTLS);
                BridgeBench bench = loggingIn(server, "oauth2-token-file=" + token)) {
            bench.await(bench.dispatch("ops", "one"), State.DONE);
            Files.writeString(token, "second\n");
            bench.await(bench.dispatch("ops", "two"), State.DONE);

            assertThat(server.lines())
                    .filteredOn(line -> line.startsWith("TLS AUTH XOAUTH2"))
                    .extracting(line ->
                            new String(Base64.getDecoder().decode(line.substring("TLS AUTH XOAUTH2 ".length()))))
                    .containsExactly(
                            "user=gateway\u0001auth=Bearer first\u0001\u0001",
                            "user=gateway\u0001auth=Bearer second\u0001\u0001");
        }
    }

    @Test
    void accessTokensAreFetchedWhenTheyAreNeededAndARefusalIsTold() throws Exception {
        AtomicInteger issued = new AtomicInteger();
        HttpFarEnd.Answer refusal =
                new HttpFarEnd.Answer(400, Map.of("Content-Type", "application/json"), "{\"error\":\"invalid_grant\"}");
        try (HttpFarEnd issuer = new HttpFarEnd().answering(call -> refusal);
                TlsFront https = new TlsFront(CERTIFICATES.server(CERTIFICATES.issue("127.0.0.1")), issuer.port());
                SmtpFarEnd server = farEnd(Security.STARTTLS);
                BridgeBench bench = loggingIn(
                        server,
                        "oauth2-token-url=https://127.0.0.1:" + https.port() + "/token",
                        "oauth2-client-id=app",
                        "oauth2-client-secret=s3cret&",
                        "oauth2-scope=https://outlook.office365.com/.default")) {
            MessageId id = bench.dispatch("ops", "one");
            assertThat(bench.awaitPutOff(id).reason())
                    .contains("no OAuth2 token: 127.0.0.1 gave no access token: 400 invalid_grant");
            issuer.answering(call -> new HttpFarEnd.Answer(
                    200,
                    Map.of("Content-Type", "application/json"),
                    "{\"access_token\":\"token-" + issued.incrementAndGet() + "\",\"expires_in\":3600}"));
            bench.await(id, State.DONE);
            bench.await(bench.dispatch("ops", "two"), State.DONE);

            assertThat(issued).hasValue(1);
            assertThat(issuer.calls().get(0).text())
                    .isEqualTo("grant_type=client_credentials&client_id=app&client_secret=s3cret%26"
                            + "&scope=https%3A%2F%2Foutlook.office365.com%2F.default");
            assertThat(server.lines())
                    .filteredOn(line -> line.startsWith("TLS AUTH XOAUTH2"))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(new String(
                                    Base64.getDecoder().decode(line.substring("TLS AUTH XOAUTH2 ".length()))))
                            .isEqualTo("user=gateway\u0001auth=Bearer token-1\u0001\u0001"));
        }
    }
}
