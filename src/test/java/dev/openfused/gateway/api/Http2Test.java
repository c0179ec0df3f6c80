package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.openfused.gateway.TestCertificates;
import dev.openfused.gateway.TestCertificates.Identity;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that share a connection: what becomes of one is no concern of the others. */
@Timeout(60)
class Http2Test {
    private static final int LARGEST = 4096;
    private static final int TOGETHER = 16;

    /** Quick, but for what a machine under load takes long for: the first handshake of a process. */
    private static final HttpSettings.Phases PHASES = new HttpSettings.Phases(
            HttpSettings.Phases.DEFAULT.handshake(),
            HttpSettings.Phases.DEFAULT.headers(),
            RunningServer.QUICK.body(),
            RunningServer.QUICK.idle(),
            RunningServer.QUICK.answer(),
            RunningServer.QUICK.drain());

    private static final byte HEADERS = 1; // RFC 9113, 6
    private static final byte SETTINGS = 4;
    private static final byte CONTINUATION = 9;
    private static final byte END_STREAM = 1;
    private static final byte METHOD_GET = (byte) 0x82; // RFC 7541, A

    @TempDir
    Path folder;

    private final Vertx loops = Vertx.vertx();
    private final HttpClient client = loops.createHttpClient(new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setUseAlpn(true)
            .setSsl(true)
            .setTrustAll(true)
            .setVerifyHost(false)
            .setHttp2MaxPoolSize(1));
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final CountDownLatch met = new CountDownLatch(TOGETHER);
    private final CountDownLatch slowStarted = new CountDownLatch(1);
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        Identity identity = new TestCertificates().issue("127.0.0.1");
        Path certificate = Files.writeString(folder.resolve("server.pem"), identity.certificatePem());
        Path key = Files.writeString(folder.resolve("server.key"), identity.keyPem());
        server = new RunningServer(
                        RunningServer.settings(LARGEST, PHASES).withTls(new HttpSettings.Tls(certificate, key, null)),
                        Clock.systemUTC())
                .with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/echo").process(e -> {
                            ports.add(CalledRequest.of(e).remoteAddress().port());
                            byte[] body = e.getMessage().getBody(byte[].class);
                            HttpAnswer.bytes(e, 200, "text/plain", body == null ? new byte[0] : body);
                        });
                        from("platform-http:/broken")
                                .process(e -> HttpAnswer.stream(
                                        e,
                                        "text/plain",
                                        new SequenceInputStream(
                                                new ByteArrayInputStream(new byte[100_000]), new BrokenStream())));
                        from("platform-http:/meet").process(e -> {
                            ports.add(CalledRequest.of(e).remoteAddress().port());
                            met.countDown();
                            HttpAnswer.empty(e, met.await(45, TimeUnit.SECONDS) ? 204 : 500);
                        });
                        from("platform-http:/slow").process(e -> {
                            ports.add(CalledRequest.of(e).remoteAddress().port());
                            slowStarted.countDown();
                            slowMayEnd.await();
                            HttpAnswer.bytes(e, 200, "text/plain", new byte[] {'k'});
                        });
                    }
                });
    }

    @AfterEach
    void stop() {
        slowMayEnd.countDown();
        server.close();
        loops.close();
    }

    /** An answer, read to its end. */
    private record Answer(int status, HttpVersion version, String requestId, String body) {}

    @Test
    void manyRequestsAreWorkedOnAtATime() {
        var answers = IntStream.range(0, TOGETHER).mapToObj(i -> get("/meet")).toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.join().status()).isEqualTo(204);
            assertThat(answer.join().version()).isEqualTo(HttpVersion.HTTP_2);
        });
        assertThat(answers.stream().map(answer -> answer.join().requestId())).doesNotHaveDuplicates();
        assertThat(ports).hasSize(1);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndTheOthersGoOn() throws Exception {
        CompletableFuture<Answer> slow = get("/slow");
        slowStarted.await();

        HttpClientRequest large = begun("/echo");
        CompletableFuture<Answer> refused = answerTo(large);
        large.write(Buffer.buffer("x".repeat(LARGEST + 1)));

        assertThat(refused.join().status()).isEqualTo(413);
        assertTheOthersGoOn(slow);
    }

    @Test
    void anEndlessBodyIsStoppedAndTheOthersGoOn() throws Exception {
        CompletableFuture<Answer> slow = get("/slow");
        slowStarted.await();
        HttpClientRequest endless = begun("/echo");
        CompletableFuture<Throwable> stopped = new CompletableFuture<>();
        endless.exceptionHandler(stopped::complete);
        CompletableFuture<Answer> refused = answerTo(endless);
        Buffer part = Buffer.buffer("x".repeat(LARGEST));

        await().until(() -> {
            endless.write(part);
            return stopped.isDone();
        });

        assertThat(refused.join().status()).isEqualTo(413);
        assertTheOthersGoOn(slow);
    }

    @Test
    void aBodyThatTricklesInIsAnsweredAndTheOthersGoOn() throws Exception {
        CompletableFuture<Answer> slow = get("/slow");
        slowStarted.await();
        HttpClientRequest trickling = begun("/echo");
        CompletableFuture<Answer> refused = answerTo(trickling);
        long timer = loops.setPeriodic(50, tick -> trickling.write(Buffer.buffer("x")));

        assertThat(refused.join().status()).isEqualTo(408);

        loops.cancelTimer(timer);
        assertTheOthersGoOn(slow);
    }

    private void assertTheOthersGoOn(CompletableFuture<Answer> slow) {
        assertThat(get("/echo").join().status()).isEqualTo(200);
        slowMayEnd.countDown();
        assertThat(slow.join().status()).isEqualTo(200);
        assertThat(slow.join().body()).isEqualTo("k");
        assertThat(ports).as("connections").hasSize(1);
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForAWholeOneAndTheOthersGoOn() throws Exception {
        CompletableFuture<Answer> slow = get("/slow");
        slowStarted.await();

        assertThat(get("/broken")).failsWithin(45, TimeUnit.SECONDS);
        assertTheOthersGoOn(slow);
    }

    @Test
    void aRequestThatIsRefusedAtOnceCostsNothingButItself() {
        for (int i = 0; i < 3; i++) {
            assertThat(get("/nowhere").join().status()).isEqualTo(404);
            assertThat(get("/echo").join().status()).isEqualTo(200);
        }
        assertThat(ports).hasSize(1);
    }

    @Test
    void headersThatNeverEndEndTheConnection() throws Exception {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        frames.write(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
        frames.write(new byte[] {0, 0, 1, HEADERS, END_STREAM, 0, 0, 0, 1, METHOD_GET});
        byte[] empty = {0, 0, 0, CONTINUATION, 0, 0, 0, 0, 1};
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000; i++) {
            many.write(empty);
        }

        try (SSLSocket socket = secured()) {
            socket.getOutputStream().write(frames.toByteArray());

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            socket.getOutputStream().write(many.toByteArray());
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(get("/echo").join().status()).isEqualTo(200);
    }

    @Test
    void aConnectionHasFewRequestsAtATimeWithFewHeaderFields() throws Exception {
        Http2Settings announced = begun("/echo").connection().remoteSettings();

        assertThat(announced.getMaxConcurrentStreams()).isEqualTo(TOGETHER);
        assertThat(announced.getMaxHeaderListSize()).isLessThanOrEqualTo(8192);
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        HttpClientRequest request = begun("/echo");
        request.connection().closeHandler(closed::complete);
        CompletableFuture<Answer> answer = answerTo(request);
        request.end();

        assertThat(answer.join().status()).isEqualTo(200);
        closed.get(45, TimeUnit.SECONDS);
    }

    @Test
    void whatWasAcceptedIsAnsweredBeforeTheServerStops() throws Exception {
        CompletableFuture<Answer> slow = get("/slow");
        slowStarted.await();

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
        await().until(() -> !stopped.isDone());
        slowMayEnd.countDown();

        assertThat(slow.get(45, TimeUnit.SECONDS).body()).isEqualTo("k");
        stopped.get(45, TimeUnit.SECONDS);
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the disk is gone");
        }
    }

    private CompletableFuture<Answer> get(String path) {
        return client.request(HttpMethod.GET, server.port(), "127.0.0.1", path)
                .compose(request -> request.send().compose(Http2Test::read))
                .toCompletionStage()
                .toCompletableFuture();
    }

    private SSLSocket secured() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** A request whose head is sent, and whose body is not. */
    private HttpClientRequest begun(String path) throws Exception {
        HttpClientRequest request = client.request(HttpMethod.POST, server.port(), "127.0.0.1", path)
                .toCompletionStage()
                .toCompletableFuture()
                .get(45, TimeUnit.SECONDS);
        request.setChunked(true);
        request.sendHead().toCompletionStage().toCompletableFuture().get(45, TimeUnit.SECONDS);
        return request;
    }

    private static CompletableFuture<Answer> answerTo(HttpClientRequest request) {
        return request.response().compose(Http2Test::read).toCompletionStage().toCompletableFuture();
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return response.body()
                .map(body -> new Answer(
                        response.statusCode(),
                        response.version(),
                        response.getHeader(CalledRequest.ID),
                        body.toString(US_ASCII)));
    }
}
