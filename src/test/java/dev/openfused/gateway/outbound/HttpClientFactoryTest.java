package dev.openfused.gateway.outbound;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.openfused.gateway.TestCertificates;
import dev.openfused.gateway.crypto.PemTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HttpClientFactoryTest {
    private static final AddressGuard LOOPBACK = AddressGuard.allowing(List.of("127.0.0.1", "localhost"));

    private final CountDownLatch finished = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        finished.countDown();
    }

    private record Answer(int status, String body) {}

    private static HttpOptions options(AddressGuard guard, SSLContext tls, Duration timeout) {
        return new HttpOptions(guard, tls, Duration.ofSeconds(5), timeout, null);
    }

    private static Answer get(CloseableHttpClient client, String url) throws IOException {
        return client.execute(
                new HttpGet(url),
                answer -> new Answer(
                        answer.getCode(), answer.getEntity() == null ? "" : EntityUtils.toString(answer.getEntity())));
    }

    private static Answer get(HttpOptions options, String url) throws IOException {
        try (CloseableHttpClient client = HttpClientFactory.create(options)) {
            return get(client, url);
        }
    }

    private static HttpOptions plain(AddressGuard guard) {
        return options(guard, PemTls.systemDefault(), Duration.ofSeconds(20));
    }

    private static HttpServer httpServer() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Test
    void aLoopbackAddressIsNotConnectedToUnlessAllowed() throws Exception {
        try (RawServer server = new RawServer(connection -> {})) {
            for (String host :
                    List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "0x7f000001")) {
                String url = server.url().replace("127.0.0.1", host);
                assertThatThrownBy(() -> get(plain(AddressGuard.PUBLIC_ONLY), url))
                        .as(host)
                        .isInstanceOf(IOException.class);
            }
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void theRefusalReachesTheCallerInItsOwnWords() {
        assertThatThrownBy(() -> get(plain(AddressGuard.PUBLIC_ONLY), "http://127.0.0.1:9/"))
                .isInstanceOf(GuardedAddressException.class)
                .hasMessageStartingWith("not connecting to 127.0.0.1");
    }

    @Test
    void aSocketJudgesTheAddressItselfHoweverItCameByIt() throws Exception {
        try (RawServer server = new RawServer(connection -> {});
                GuardedSocket socket = new GuardedSocket(AddressGuard.PUBLIC_ONLY)) {
            int port = URI.create(server.url()).getPort();

            assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.1", port)))
                    .isInstanceOf(GuardedAddressException.class);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        AtomicInteger elsewhere = new AtomicInteger();
        HttpServer server = httpServer();
        server.createContext("/elsewhere", exchange -> {
            elsewhere.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.start();
        try {
            assertThat(get(plain(LOOPBACK), url(server)).status()).isEqualTo(307);
            assertThat(elsewhere).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void connectionsAreKeptForTheNextRequest() throws Exception {
        Set<Integer> ports = new HashSet<>();
        HttpServer server = httpServer();
        server.createContext("/", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            byte[] body = "fine".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (CloseableHttpClient client = HttpClientFactory.create(plain(LOOPBACK))) {
            for (int i = 0; i < 5; i++) {
                assertThat(get(client, url(server))).isEqualTo(new Answer(200, "fine"));
            }
            assertThat(ports).hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aFarEndThatTakesTheRequestAndSaysNothingIsGivenUpInTime() throws Exception {
        try (RawServer server = new RawServer(connection -> hold())) {
            assertThatThrownBy(
                            () -> get(options(LOOPBACK, PemTls.systemDefault(), Duration.ofMillis(300)), server.url()))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aFarEndThatDripsItsHeaderIsGivenUpAtTheDeadline() throws Exception {
        try (RawServer server = new RawServer(connection -> {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(US_ASCII));
            while (!pause(50)) {
                out.write('a');
                out.flush();
            }
        })) {
            assertThatThrownBy(
                            () -> get(options(LOOPBACK, PemTls.systemDefault(), Duration.ofMillis(600)), server.url()))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no whole answer within 600 ms");
        }
    }

    @Test
    void aBodyThatDripsForEverEndsAtTheDeadlineAndTheStatusStands() throws Exception {
        try (RawServer server = new RawServer(connection -> {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII));
            while (!pause(50)) {
                out.write("1\r\na\r\n".getBytes(US_ASCII));
                out.flush();
            }
        })) {
            Answer answer = get(options(LOOPBACK, PemTls.systemDefault(), Duration.ofMillis(600)), server.url());

            assertThat(answer.status()).isEqualTo(200);
            await().until(() -> server.broken() == 1);
        }
    }

    @Test
    void anEndlessBodyIsCutAndItsConnectionClosed() throws Exception {
        try (RawServer server = new RawServer(connection -> {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII));
            byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(US_ASCII);
            while (finished.getCount() > 0) {
                out.write(chunk);
            }
        })) {
            Answer answer = get(plain(LOOPBACK), server.url());

            assertThat(answer.body()).hasSize(BoundedEntity.LIMIT);
            await().until(() -> server.broken() == 1);
        }
    }

    @Test
    void aServerOfAnUnknownAuthorityIsNotBelieved() throws Exception {
        TestCertificates certificates = new TestCertificates();
        HttpsServer server = httpsServer(certificates, "127.0.0.1", false);
        try {
            assertThatThrownBy(() -> get(plain(LOOPBACK), httpsUrl(server))).isInstanceOf(SSLException.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aPrivateAuthorityIsBelievedWhenItIsSet() throws Exception {
        TestCertificates certificates = new TestCertificates();
        HttpsServer server = httpsServer(certificates, "127.0.0.1", false);
        try {
            assertThat(get(secure(certificates, null), httpsUrl(server)).body()).isEqualTo("anonymous");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aCertificateForAnotherHostIsNotBelieved() throws Exception {
        TestCertificates certificates = new TestCertificates();
        HttpsServer server = httpsServer(certificates, "other.example", false);
        try {
            assertThatThrownBy(() -> get(secure(certificates, null), httpsUrl(server)))
                    .isInstanceOf(SSLException.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aClientCertificateIsShownToAFarEndThatAsks() throws Exception {
        TestCertificates certificates = new TestCertificates();
        HttpsServer server = httpsServer(certificates, "127.0.0.1", true);
        try {
            assertThat(get(secure(certificates, certificates.issue("the gateway")), httpsUrl(server))
                            .body())
                    .isEqualTo("CN=the gateway");
            assertThatThrownBy(() -> get(secure(certificates, null), httpsUrl(server)))
                    .isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aProxyIsUsedAndNotAskedForWhatTheGuardRefuses() throws Exception {
        Set<String> asked = new HashSet<>();
        HttpServer proxy = httpServer();
        proxy.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        proxy.start();
        HttpOptions options = new HttpOptions(
                AddressGuard.PUBLIC_ONLY,
                PemTls.systemDefault(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                URI.create("http://127.0.0.1:" + proxy.getAddress().getPort()));
        try {
            assertThat(get(options, "http://hooks.example.invalid/x").status()).isEqualTo(204);
            for (String host : List.of(
                    "169.254.169.254",
                    "localhost",
                    "localhost.",
                    "[::1]",
                    "[::ffff:127.0.0.1]",
                    "2130706433",
                    "0x7f000001",
                    "0",
                    "0177.0.0.1",
                    "127.1")) {
                assertThatThrownBy(() -> get(options, "http://" + host + ":1/latest"))
                        .as(host)
                        .isInstanceOf(GuardedAddressException.class);
            }
            assertThat(asked).containsExactly("http://hooks.example.invalid/x");
        } finally {
            proxy.stop(0);
        }
    }

    private static HttpOptions secure(TestCertificates certificates, TestCertificates.@Nullable Identity client) {
        byte[] authority = certificates.authorityPem().getBytes(US_ASCII);
        SSLContext tls = client == null
                ? PemTls.client(authority, null, null)
                : PemTls.client(
                        authority,
                        client.certificatePem().getBytes(US_ASCII),
                        client.keyPem().getBytes(US_ASCII));
        return options(LOOPBACK, tls, Duration.ofSeconds(20));
    }

    private static HttpsServer httpsServer(TestCertificates certificates, String host, boolean askClients)
            throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        SSLContext tls = certificates.server(certificates.issue(host));
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setNeedClientAuth(askClients);
                parameters.setSSLParameters(ssl);
            }
        });
        server.createContext("/", exchange -> {
            com.sun.net.httpserver.HttpsExchange secure = (com.sun.net.httpserver.HttpsExchange) exchange;
            String who = askClients ? secure.getSSLSession().getPeerPrincipal().getName() : "anonymous";
            exchange.sendResponseHeaders(200, who.length());
            exchange.getResponseBody().write(who.getBytes(US_ASCII));
            exchange.close();
        });
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        return server;
    }

    private static String httpsUrl(HttpsServer server) {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void hold() {
        pause(60_000);
    }

    /** Waits, and says whether the test is over. */
    private boolean pause(int millis) {
        try {
            return finished.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Answers every connection with the same piece again and again, until the reader goes away. */
    private static ServerSocket sending(String head, String piece) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket connection = server.accept()) {
                    OutputStream out = connection.getOutputStream();
                    out.write(head.getBytes(US_ASCII));
                    byte[] pieces = piece.repeat(4096 / piece.length()).getBytes(US_ASCII);
                    while (true) {
                        out.write(pieces);
                    }
                } catch (IOException e) {
                    continue; // the reader went away
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'HTTP/1.1 200 '|x|line length",
                "'HTTP/1.1 200 OK\\r\\nX-Long: '|x|line length",
                "'HTTP/1.1 200 OK\\r\\n'|'X: y\\r\\n'|header count",
                "'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1;'|x|line length"
            })
    void aHeadWithoutEndIsCutShort(String head, String piece, String reason) throws Exception {
        HttpOptions patient = options(LOOPBACK, PemTls.systemDefault(), Duration.ofSeconds(50));
        String sent = head.replace("\\r\\n", "\r\n");
        try (ServerSocket server = sending(sent, piece.replace("\\r\\n", "\r\n"));
                CloseableHttpClient client = HttpClientFactory.createForWholeAnswers(patient)) {
            assertThatThrownBy(() -> get(client, "http://127.0.0.1:" + server.getLocalPort() + "/"))
                    .isInstanceOf(IOException.class)
                    .satisfies(e -> assertThat(FaultReason.of(e)).containsIgnoringCase(reason));
        }
    }

    @Test
    void anErrorInOneExchangeIsNotTheEndOfTheOthers() throws Exception {
        HttpServer server = httpServer();
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        HttpPost broken = new HttpPost(url(server));
        broken.setEntity(new EntityTemplate(10, ContentType.TEXT_PLAIN, null, out -> {
            throw new StackOverflowError("as memory that runs out would be");
        }));
        try (CloseableHttpClient client = HttpClientFactory.create(plain(LOOPBACK))) {
            assertThatThrownBy(() -> client.execute(broken, answer -> null)).isInstanceOf(StackOverflowError.class);

            assertThat(get(client, url(server)).status()).isEqualTo(204);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aClientThatItsOwnerClosedStaysClosed() throws Exception {
        CloseableHttpClient client = HttpClientFactory.create(plain(LOOPBACK));
        client.close();

        assertThatThrownBy(() -> get(client, "http://127.0.0.1:1/")).isInstanceOf(IllegalStateException.class);
    }
}
