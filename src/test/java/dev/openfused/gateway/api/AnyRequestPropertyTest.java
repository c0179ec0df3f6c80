package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.api.Description.Operation;
import dev.openfused.gateway.message.MessageJson;
import java.io.File;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Requests of every operation that is described, with what strangers may put into each place. Whatever they say: no fault
 * of ours, nothing shown that is not public, and the next caller is served.
 */
@SuppressWarnings("NullAway.Init") // set before the first property
class AnyRequestPropertyTest {
    private static final Duration TIME = Boolean.getBoolean("soak") ? Duration.ofMinutes(10) : Duration.ofSeconds(8);
    private static final String OUTSIDE = "lies outside of the public files";
    private static final Pattern STATUS = Pattern.compile("(?:^|})HTTP/1\\.1 ([0-9]{3}) ");
    private static final Pattern PROBLEM = Pattern.compile("\\{\"type\":\"([^\"]+)\"");

    private static Path folder;
    private static TestAgent alice;
    private static ServedAgent served;
    private static String message;
    private static Set<String> files;

    @BeforeContainer
    static void start() throws Exception {
        folder = Files.createTempDirectory("any-request");
        TestAgent bob = TestAgent.make(folder.resolve("bob"), "bob");
        alice = TestAgent.make(folder.resolve("alice"), "alice");
        bob.knows(alice, true);
        bob.store().outbox().put(bob.store().mesh().read().keyring().find("alice"), bob.sealTo(alice, "hello"));
        message = new String(MessageJson.write(alice.sealTo(bob, "hello")), UTF_8);
        Files.writeString(folder.resolve("secret.txt"), OUTSIDE);
        Files.writeString(bob.store().root().resolve(".keys/note"), OUTSIDE);
        Files.writeString(bob.store().root().resolve("shared/notes.txt"), "hello");
        Files.createSymbolicLink(bob.store().root().resolve("shared/link"), folder);
        served = new ServedAgent(
                folder, bob, RunningServer.settings(1 << 20, RunningServer.QUICK), Clock.systemUTC(), true);
        files = filesAround();
    }

    @AfterContainer
    static void stop() throws Exception {
        served.close();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    @Example
    void anyRequestGetsAnAnswerThatIsNoFaultOrIsCutOff() throws Exception {
        Instant end = Instant.now().plus(TIME);
        Set<String> kinds = served.description().problemTypes();
        int answered = 0;

        for (var requests = requests().sampleStream().iterator(); Instant.now().isBefore(end); ) {
            String request = requests.next();
            String answer = answerTo(request);

            assertThat(answer)
                    .as(request)
                    .doesNotContain(OUTSIDE)
                    .doesNotContain("Exception")
                    .doesNotContain(folder.toString());
            for (Matcher status = STATUS.matcher(answer); status.find(); answered++) {
                assertThat(Integer.parseInt(status.group(1)))
                        .as("%s: %s", request, answer)
                        .isLessThan(500);
            }
            for (Matcher problem = PROBLEM.matcher(answer); problem.find(); ) {
                assertThat(kinds).as("%s: %s", request, answer).contains(problem.group(1));
            }
        }

        assertThat(answered).isGreaterThan(100);
        assertThat(filesAround()).as("files beside the store").isEqualTo(files);
        served.assertServes();
    }

    private static String answerTo(String request) throws Exception {
        try (RawClient client = served.server().raw()) {
            client.sendUntilClosed(request, 1); // a body that is refused need not be let in
            return client.untilClosed();
        }
    }

    private static Set<String> filesAround() throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString())
                    .filter(name -> !name.startsWith("state.db"))
                    .collect(Collectors.toSet());
        }
    }

    private static Arbitrary<String> requests() {
        return Arbitraries.of(served.description().operations()).flatMap(operation -> Combinators.combine(
                        methods(operation), targets(operation), fields(operation), bodies())
                .as((method, target, fields, body) -> method + ' ' + target + " HTTP/1.1\r\n" + fields
                        + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
    }

    private static Arbitrary<String> methods(Operation operation) {
        return Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just(operation.method())),
                Tuple.of(1, Arbitraries.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "X")));
    }

    private static Arbitrary<String> targets(Operation operation) {
        String[] parts = operation.path().split("\\{[a-z]+}", -1);
        Arbitrary<String> path = segments().list().ofSize(parts.length - 1).map(names -> {
            StringBuilder joined = new StringBuilder(parts[0]);
            for (int i = 0; i < names.size(); i++) {
                joined.append(names.get(i)).append(parts[i + 1]);
            }
            return joined.toString();
        });
        return Combinators.combine(
                        path,
                        Arbitraries.of("", "", "", "/", "?limit=2", "?after=%00", "?", "?limit=-1", "?%zz", "?a=%+a"))
                .as(String::concat);
    }

    private static Arbitrary<String> segments() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "alice",
                        "alerts",
                        "shared",
                        "CONTEXT.md",
                        "PROFILE.md",
                        "shared/notes.txt",
                        "shared/link/secret.txt",
                        "shared/../.keys/note",
                        "shared/%2e%2e/.keys/note",
                        "shared/..%2f.keys%2fnote",
                        "shared/..;/.keys/note",
                        "shared/%252e%252e/.keys/note",
                        "%2e%2e%2fsecret.txt",
                        "../../secret.txt",
                        ".keys/note",
                        "..",
                        ".",
                        "",
                        "%00",
                        "%c0%ae%c0%ae",
                        "%",
                        "%e2%80%ae",
                        "+",
                        "{name}",
                        "*",
                        ":x",
                        "~"),
                Arbitraries.strings().ofMaxLength(40).map(text -> URLEncoder.encode(text, UTF_8)),
                Arbitraries.strings().withCharRange('!', '~').ofMaxLength(20),
                Arbitraries.strings().alpha().ofLength(5000));
    }

    /** The fields that the operation knows and some that it does not, each with any value. */
    private static Arbitrary<String> fields(Operation operation) {
        List<String> known = Stream.concat(
                        served.description().parameters(operation).stream()
                                .filter(p -> p.path("in").asText().equals("header"))
                                .map(p -> p.path("name").asText()),
                        served.description().securityHeaders(operation).stream())
                .toList();
        List<String> others = List.of(
                "Accept",
                "Authorization",
                "Content-Encoding",
                "Content-Type",
                "Cookie",
                "Expect",
                "Host",
                "If-None-Match",
                "OpenFuseTrusted",
                "Origin",
                "Range",
                "Transfer-Encoding",
                "Upgrade",
                "X-Forwarded-Host",
                "CamelHttpPath");
        Arbitrary<String> field = Combinators.combine(
                        Arbitraries.of(
                                Stream.concat(known.stream(), others.stream()).toList()),
                        values())
                .as((name, value) -> name + ": " + value + "\r\n");
        Arbitrary<String> odd = Combinators.combine(
                        Arbitraries.strings().ofMaxLength(20),
                        Arbitraries.strings().ofMaxLength(100))
                .as((name, value) -> name + ": " + value + "\r\n");
        return Combinators.combine(
                        Arbitraries.frequencyOf(Tuple.of(5, field), Tuple.of(1, odd))
                                .list()
                                .ofMaxSize(4),
                        Arbitraries.of(proof(operation), ""))
                .as((some, proof) -> "Host: localhost\r\n" + proof + String.join("", some));
    }

    /** What a caller would say who may do this, so that what comes behind is reached as well. */
    private static String proof(Operation operation) {
        Set<String> headers = served.description().securityHeaders(operation);
        if (headers.contains("Authorization")) {
            return "Authorization: Bearer " + ServedAgent.TOKEN + "\r\n";
        }
        if (headers.contains("X-OpenFuse-Signature")) {
            String now = Instant.now().toString();
            return "X-OpenFuse-PublicKey: " + alice.keys().publicKey() + "\r\nX-OpenFuse-Timestamp: " + now
                    + "\r\nX-OpenFuse-Signature: " + alice.keys().signText("OUTBOX:alice:" + now) + "\r\n";
        }
        return "";
    }

    private static Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "*",
                        "application/json",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data; boundary=x",
                        "100-continue",
                        "chunked",
                        "gzip",
                        "h2c",
                        "websocket",
                        "bytes=0-1,5-,-9",
                        "Bearer " + ServedAgent.TOKEN,
                        "Bearer",
                        "localhost",
                        "evil.example",
                        Instant.now().toString(),
                        "2026-11-23T02:33:10Z",
                        "0",
                        "-1",
                        "v1,AAAA",
                        "\"x\", W/\"y\""),
                Arbitraries.strings().ascii().ofMaxLength(200),
                Arbitraries.strings().numeric().ofLength(64));
    }

    /** As characters that stand for one byte each. */
    private static Arbitrary<String> bodies() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just("")),
                Tuple.of(2, Arbitraries.of(message, message.replace("hello", "x"), message + message)),
                Tuple.of(
                        3,
                        Arbitraries.of(
                                "{}",
                                "[]",
                                "null",
                                "{\"text\": \"disk full\"}",
                                "{\"text\": \"\\ud800\"}",
                                "{\"text\": {\"a\": [1e999]}, \"sender\": null}",
                                "[".repeat(20_000),
                                "{\"a\":".repeat(5_000),
                                "\"" + "x".repeat(300_000))),
                Tuple.of(
                        2,
                        Arbitraries.bytes()
                                .array(byte[].class)
                                .ofMaxSize(300)
                                .map(bytes -> new String(bytes, ISO_8859_1))));
    }
}
