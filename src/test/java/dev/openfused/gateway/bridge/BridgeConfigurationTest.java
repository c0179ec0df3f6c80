package dev.openfused.gateway.bridge;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.openfused.gateway.queue.Order;
import dev.openfused.gateway.queue.RetryPolicy;
import dev.openfused.gateway.settings.PropertiesFile;
import dev.openfused.gateway.settings.SettingSources;
import dev.openfused.gateway.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeConfigurationTest {
    private static final TemplateFile OWN = new TemplateFile(Path.of("routes/pager.yaml"), "");

    private static final String[] HOOK = {"ops.to=webhook", "ops.url=https://hooks.example.org/ops"};

    private static SettingSources sources(Map<String, String> environment, String... lines) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            flags.put("openfuse.bridge." + line.substring(0, equals), line.substring(equals + 1));
        }
        return new SettingSources(flags, environment, PropertiesFile.none(), Path.of(""));
    }

    private static List<Bridge> parse(String... lines) throws SettingsException {
        return BridgeConfiguration.parse(sources(Map.of(), lines), BridgeKinds.shipped());
    }

    private static List<String> problemsOf(String... lines) {
        SettingsException refused = catchThrowableOfType(SettingsException.class, () -> parse(lines));
        assertThat(refused).as("refused").isNotNull();
        return refused.problems();
    }

    private static String[] hookAnd(String... lines) {
        List<String> all = new ArrayList<>(List.of(HOOK));
        all.addAll(List.of(lines));
        return all.toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ops.ulr=x                       | ops.ulr (command line) is no setting of a bridge with to=webhook; did you mean 'url'?",
                "ops.address=a@example.org       | ops.address (command line) is no setting of a bridge with to=webhook",
                "ops.recipients=alice            | ops.recipients (command line) is no setting of a bridge with to=webhook",
                "ops.from=webhook                | ops (command line) needs only one of to= and from=",
                "ops.accept=not verified         | ops.accept (command line): 'not verified' accepts nothing: no message can meet it, and only 'any' lets unverified messages through",
                "ops.order=sendr                 | ops.order (command line): 'sendr' is none of sender, none, all; did you mean 'sender'?",
                "ops.since=yesterday             | ops.since (command line): 'yesterday' is neither now, all, a date such as 2026-03-21 nor a time such as 2026-03-21T08:00:00Z",
                "ops.since=2026-02-30            | ops.since (command line): '2026-02-30' is neither now, all, a date such as 2026-03-21 nor a time such as 2026-03-21T08:00:00Z",
                "ops.retries=-1                  | ops.retries (command line): '-1' is not a whole number from 0 to 100000",
                "ops.retry-first=2h              | ops (command line) has a retry-first longer than its retry-longest",
                "ops.client-key=key.pem          | ops (command line) has client-key, which needs client-certificate",
                "ops.secret=whsec_***            | ops.secret (command line): its value is not a webhook secret: any text, or whsec_ and Base64",
                "ops.timeout=10                  | ops.timeout (command line): '10' is not a duration: write a whole number and its unit, such as 500ms, 10s, 5m, 2h or 7d",
                "ops.allow-private=10.0.0.0/8,,x | ops.allow-private (command line): '10.0.0.0/8,,x' has nothing between two commas or at an end",
                "ops.proxy=http://me:pw@proxy:3128 | ops.proxy (command line): 'http://********@proxy:3128' holds a user or password; addresses are printed, secrets are not",
                "ops.enabled=yes                 | ops.enabled (command line): 'yes' is none of true, false",
                "in.from=webhook                 | in.recipients is missing: an agent's name, name:FINGERPRINT, self or broadcast, or several separated by commas (Who gets what comes in: agents by name, self for the gateway's own inbox, broadcast for all trusted or subscribed.)",
                "x.form=webhook                  | x (command line) needs to= or from=, the kind of channel; did you mean 'from' by 'form'?",
                "x.to=slak                       | x.to (command line): 'slak' is no kind of bridge to send with (OUTWARD); did you mean 'slack'?",
                "x.from=sftp                     | x.from (command line): 'sftp' is no kind of bridge to receive with (INWARD)",
                "ops=webhook                     | ops (command line) is no setting; write openfuse.bridge.NAME.KEY, such as openfuse.bridge.ops-mail.to",
            })
    void eachMistakeIsNamedInOneLine(String line, String problem) {
        assertThat(problemsOf(hookAnd(line)))
                .containsExactly("openfuse.bridge."
                        + problem.replace("OUTWARD", names(Direction.OUT)).replace("INWARD", names(Direction.IN)));
    }

    private static String names(Direction direction) {
        return BridgeKinds.shipped().all().stream()
                .filter(kind -> kind.direction() == direction)
                .map(BridgeKind::name)
                .collect(joining(", "));
    }

    @Test
    void aDigestIsATimeACountOrBoth() throws Exception {
        String[] mail = {
            "m.to=email", "m.server=mail.example.org:25", "m.sender=g@example.org", "m.address=ops@example.org", ""
        };
        Map<String, Digest> digests = Map.of(
                "1h", new Digest(Duration.ofHours(1), 100),
                "20", new Digest(null, 20),
                "5m, 20", new Digest(Duration.ofMinutes(5), 20));
        for (Map.Entry<String, Digest> each : digests.entrySet()) {
            mail[4] = "m.digest=" + each.getKey();
            assertThat(parse(mail).get(0).find(EmailOut.DIGEST)).contains(each.getValue());
        }
        for (String wrong : List.of("1", "1h, 2h", "20, 30", "soon", "1h,", "8d")) {
            mail[4] = "m.digest=" + wrong;
            assertThat(problemsOf(mail))
                    .containsExactly("openfuse.bridge.m.digest (command line): '" + wrong
                            + "' is neither a time from 1s to 7d, a count from 2 to 1000, nor both, such as 1h, 20");
        }
    }

    @Test
    void whoIsToldOfDeadDeliveriesIsAnotherBridgeThatSends() throws Exception {
        assertThat(parse("a.to=file", "a.directory=a", "a.on-dead=b", "b.to=file", "b.directory=b"))
                .hasSize(2);
        for (String nobody : List.of("a", "c", "hook")) {
            assertThat(problemsOf(
                            "a.to=file",
                            "a.directory=a",
                            "a.on-dead=" + nobody,
                            "hook.from=file",
                            "hook.directory=b",
                            "hook.recipients=self"))
                    .containsExactly(
                            "openfuse.bridge.a.on-dead: '" + nobody + "' is no other bridge of this store with to=");
        }
    }

    @Test
    void aPasswordIsNeverSentInTheClear() {
        assertThat(problemsOf(
                        "m.to=email",
                        "m.server=mail.example.org:25",
                        "m.security=none",
                        "m.user=me",
                        "m.password=hunter2",
                        "m.sender=a@example.org",
                        "m.address=b@example.org"))
                .singleElement()
                .asString()
                .contains("set security=starttls or tls")
                .doesNotContain("hunter2");
    }

    @Test
    void twoBridgesThatOneVariableWouldMeanAreRefused() {
        assertThat(problemsOf(hookAnd("OPS.to=webhook", "OPS.url=https://hooks.example.org/")))
                .singleElement()
                .asString()
                .startsWith("bridges ops and OPS differ only in signs or capitals");
    }

    @Test
    void aBridgeHasTheDocumentedDefaults() throws Exception {
        Bridge bridge = parse(HOOK).get(0);

        assertThat(bridge.enabled()).isTrue();
        assertThat(bridge.accept()).isEqualTo(Accept.parse("trusted or subscribed"));
        assertThat(bridge.order()).isEqualTo(Order.SENDER);
        assertThat(bridge.since()).isEqualTo(Since.NOW);
        assertThat(bridge.retryPolicy()).isEqualTo(new RetryPolicy(101, Duration.ofSeconds(1), Duration.ofMinutes(30)));
        assertThat(bridge.kind().template()).isEqualTo("webhook-out");
    }

    @Test
    void aNameMayHoldDots() throws Exception {
        assertThat(parse("ops.eu.to=webhook", "ops.eu.url=https://hooks.example.org/"))
                .singleElement()
                .satisfies(b -> assertThat(b.name()).hasToString("ops.eu"));
    }

    @Test
    void aStartMayBeADateOrATime() throws Exception {
        assertThat(parse(hookAnd("ops.since=2026-03-21")).get(0).since().instant())
                .isEqualTo(Instant.parse("2026-03-21T00:00:00Z"));
        assertThat(parse(hookAnd("ops.since=2026-03-21T10:00:00+02:00"))
                        .get(0)
                        .since()
                        .instant())
                .isEqualTo(Instant.parse("2026-03-21T08:00:00Z"));
        assertThat(parse(hookAnd("ops.since=all")).get(0).since()).isEqualTo(Since.ALL);
    }

    @Test
    void theEnvironmentOverridesABridgesSetting() throws Exception {
        Map<String, String> environment = Map.of(
                "OPENFUSE_BRIDGE_OPS_URL", "https://other.example.org/", "OPENFUSE_BRIDGE_OPS_RETRY_FIRST", "2s");
        SettingSources sources =
                new SettingSources(Map.of(), environment, sources(Map.of()).file(), Path.of(""));
        assertThat(BridgeConfiguration.parse(sources, BridgeKinds.shipped()))
                .as("the environment alone makes no bridge")
                .isEmpty();

        Bridge bridge = BridgeConfiguration.parse(sources(environment, "ops.to=webhook"), BridgeKinds.shipped())
                .get(0);
        assertThat(bridge.get(WebhookOut.URL)).hasToString("https://other.example.org/");
        assertThat(bridge.retryPolicy().first()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aWrongValueThatAFlagOverridesIsAProblemAlsoForTheKind() {
        Map<String, String> environment =
                Map.of("OPENFUSE_BRIDGE_OPS_TO", "webhok", "OPENFUSE_BRIDGE_OPS_RETRY_FIRST", "2");

        SettingsException refused = catchThrowableOfType(
                SettingsException.class,
                () -> BridgeConfiguration.parse(
                        sources(environment, hookAnd("ops.retry-first=1s")), BridgeKinds.shipped()));

        assertThat(refused.problems())
                .containsExactly(
                        "openfuse.bridge.ops.to (environment, OPENFUSE_BRIDGE_OPS_TO): 'webhok' is no kind of bridge"
                                + " to send with (" + names(Direction.OUT) + "); did you mean 'webhook'?",
                        "openfuse.bridge.ops.retry-first (environment, OPENFUSE_BRIDGE_OPS_RETRY_FIRST): '2' is not a"
                                + " duration: write a whole number and its unit, such as 500ms, 10s, 5m, 2h or 7d");
    }

    @Test
    void anEditIsComparedAsAWhole() throws Exception {
        List<Bridge> before = parse(
                "a.to=webhook",
                "a.url=https://a.example.org/",
                "a.secret=one",
                "b.to=webhook",
                "b.url=https://b.example.org/",
                "c.to=webhook",
                "c.url=https://c.example.org/",
                "d.to=webhook",
                "d.url=https://d.example.org/");
        List<Bridge> after = parse(
                "e.to=webhook",
                "e.url=https://e.example.org/",
                "d.to=webhook",
                "d.url=https://d.example.org/",
                "d.enabled=false",
                "c.url=https://c.example.org/",
                "c.to=webhook",
                "a.to=webhook",
                "a.url=https://a.example.org/",
                "a.secret=two");

        BridgeChanges changes = BridgeChanges.between(before, after);

        assertThat(changes.added()).extracting(b -> b.name().value()).containsExactly("e");
        assertThat(changes.changed()).extracting(b -> b.name().value()).containsExactly("a");
        assertThat(changes.removed()).extracting(b -> b.name().value()).containsExactly("b", "d");
        assertThat(BridgeChanges.between(before, before).isEmpty()).isTrue();
    }

    @Test
    void anOperatorsOwnTemplateIsAKindWithItsParametersAsSettings() throws Exception {
        BridgeKind pager = BridgeKind.ofTemplate(
                        "pager-out",
                        "Sends to the pager",
                        List.of(
                                new BridgeKind.Parameter("bridge", true, null, "the bridge"),
                                new BridgeKind.Parameter("number", true, null, "whom to page"),
                                new BridgeKind.Parameter("tone", false, "loud", "how"),
                                new BridgeKind.Parameter("api-token", false, null, "the token")),
                        OWN)
                .orElseThrow();
        BridgeKinds kinds = BridgeKinds.shipped().with(List.of(pager));

        Bridge bridge = BridgeConfiguration.parse(
                        sources(Map.of(), "p.to=pager", "p.number=112", "p.api-token=xyzzy"), kinds)
                .get(0);
        SettingsException refused = catchThrowableOfType(
                SettingsException.class,
                () -> BridgeConfiguration.parse(sources(Map.of(), "p.to=pager", "p.numbr=112"), kinds));

        assertThat(bridge.parameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of("bridge", "p", "number", "112", "tone", "loud"));
        assertThat(bridge.secret("api-token").orElseThrow().reveal()).isEqualTo("xyzzy");
        assertThat(refused.problems())
                .containsExactly(
                        "openfuse.bridge.p.numbr (command line) is no setting of a bridge with to=pager;"
                                + " did you mean 'number'?",
                        "openfuse.bridge.p.number is missing: text (whom to page)");
        assertThat(BridgeKind.ofTemplate("helper", "", List.of(), OWN)).isEmpty();
    }
}
