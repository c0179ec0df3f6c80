package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.HttpFarEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** register, discover, subscribe, revoke and rotate, at a registry that checks what it is told. */
class RegistryCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final CommandLineSession session;
    private final RegistryFarEnd registry = new RegistryFarEnd();
    private final Path settings;

    RegistryCommandsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        session = new CommandLineSession(directory);
        settings = registry.settings(directory);
    }

    @BeforeEach
    void init() {
        session.run("init", "-n", "alice", "-d", "alice");
        session.run("init", "-n", "wisp", "-d", "wisp");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private CommandLineSession.Outcome run(String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--config", settings.toString()));
        return session.run(Map.of("OPENFUSE_REGISTRY", registry.address()), new byte[0], words.toArray(String[]::new));
    }

    private void registerWisp() {
        assertThat(run("register", "-d", "wisp").status()).isZero();
    }

    private ObjectNode wisp() {
        return Objects.requireNonNull(registry.manifests.get("wisp"));
    }

    private JsonNode key(String store, String field) throws IOException {
        return JSON.readTree(directory.resolve(store).resolve(".mesh.json").toFile())
                .get(field);
    }

    private JsonNode keyring() throws IOException {
        return key("alice", "keyring");
    }

    @Test
    void anAgentRegistersItsKeysAndIsFoundUnderItsNameAndInTheZone() throws IOException {
        CommandLineSession.Outcome outcome = run("register", "-d", "wisp");

        assertThat(outcome.out()).startsWith("Registered: wisp.openfused.net at " + registry.address());
        assertThat(wisp().get("publicKey")).isEqualTo(key("wisp", "publicKey"));
        assertThat(wisp().get("endpoint").asText()).isEmpty();
        for (String name : List.of("wisp", "wisp.openfused.net", "WISP")) {
            JsonNode found = JSON.readTree(run("discover", name, "--json").out());
            assertThat(found.get("signed").asBoolean()).isTrue();
            assertThat(found.get("publicKey")).isEqualTo(key("wisp", "publicKey"));
        }
        assertThat(run("discover", "wisp").out()).startsWith("wisp.openfused.net  [SIGNED]\n  endpoint:   (none)\n");
    }

    @Test
    void anEndpointBecomesAPeerOfTheAgentsOwnName() throws IOException {
        run("register", "--endpoint", "https://inbox.example.org", "-d", "wisp");

        assertThat(wisp().get("endpoint").asText()).isEqualTo("https://inbox.example.org");
        assertThat(key("wisp", "peers").get(0).get("name").asText()).isEqualTo("wisp");
        assertThat(key("wisp", "peers").get(0).get("url").asText()).isEqualTo("https://inbox.example.org");
    }

    @Test
    void anEndpointThatBreaksTheRecordIsRefusedBeforeAnybodyHearsOfIt() {
        for (String bad : List.of("https://x.example/?a=b", "https://x y", "ftp://x", "https://u:p@x", "https://x|y")) {
            assertThat(run("register", "--endpoint", bad, "-d", "wisp").status())
                    .isEqualTo(ExitStatus.USAGE);
        }
        assertThat(registry.asked).isEmpty();
    }

    @Test
    void aNameThatAnotherKeyHoldsIsRefusedWithTheRegistrysWords() {
        registerWisp();

        CommandLineSession.Outcome outcome = run("register", "--name", "wisp.openfused.net", "-d", "alice");

        assertThat(outcome.status()).isOne();
        assertThat(outcome.err())
                .contains("says no (409): name is held by another key")
                .hasLineCount(1);
    }

    @Test
    void whoSubscribesTakesTheKeyInUntrusted() throws IOException {
        registerWisp();

        assertThat(run("subscribe", "wisp", "--note", "news", "-d", "alice").status())
                .isZero();

        JsonNode entry = keyring().get(0);
        assertThat(entry.get("name").asText()).isEqualTo("wisp");
        assertThat(entry.get("trusted").asBoolean()).isFalse();
        assertThat(entry.get("subscribed").asBoolean()).isTrue();
        assertThat(entry.get("note").asText()).isEqualTo("news");
        assertThat(entry.get("encryptionKey")).isEqualTo(key("wisp", "encryptionKey"));

        assertThat(session.run("unsubscribe", "wisp", "-d", "alice").status()).isZero();
        assertThat(keyring().get(0).path("subscribed").asBoolean()).isFalse();
    }

    @Test
    void whoIsKnownIsSubscribedToWithoutAskingAnybody() {
        registerWisp();
        run("subscribe", "wisp", "-d", "alice");
        registry.asked.clear();

        assertThat(session.run("subscribe", "wisp", "-d", "alice").status()).isZero();
        assertThat(registry.asked).isEmpty();
    }

    @Test
    void aFingerprintThatIsNotTheKeysIsNotBelieved() throws IOException {
        registerWisp();
        wisp().put("fingerprint", "0000:0000:0000:0000:0000:0000:0000:0000");

        for (String command : List.of("discover", "subscribe")) {
            CommandLineSession.Outcome outcome =
                    command.equals("discover") ? run(command, "wisp") : run(command, "wisp", "-d", "alice");
            assertThat(outcome.status()).isOne();
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("is not believed: it claims the fingerprint 0000:");
        }
        assertThat(keyring()).isNullOrEmpty();
    }

    @Test
    void aSignatureThatDoesNotHoldIsNotBelieved() throws IOException {
        registerWisp();
        wisp().put("endpoint", "https://elsewhere.example.org");

        CommandLineSession.Outcome outcome = run("subscribe", "wisp", "-d", "alice");

        assertThat(outcome.status()).isOne();
        assertThat(outcome.err()).contains("is not believed: its signature does not hold");
        assertThat(keyring()).isNullOrEmpty();
    }

    @Test
    void withoutASignatureItIsSaidSoAndTakenInUntrusted() throws IOException {
        registerWisp();
        wisp().remove(List.of("signature", "signedAt"));

        assertThat(run("discover", "wisp").out()).startsWith("wisp.openfused.net  [UNSIGNED]\n");
        CommandLineSession.Outcome outcome = run("subscribe", "wisp", "-d", "alice");
        assertThat(outcome.err()).contains("warning: what is known of wisp is not signed by it");
        assertThat(keyring().get(0).get("trusted").asBoolean()).isFalse();
    }

    @Test
    void anEndpointThatShiftsThePartsOfTheSignedTextIsNotBelieved() throws IOException {
        registerWisp();
        wisp().put("endpoint", "https://wisp.example.org|" + "0".repeat(64));

        assertThat(run("subscribe", "wisp", "-d", "alice").err()).contains("is not believed: its endpoint holds");
        assertThat(keyring()).isNullOrEmpty();
    }

    @Test
    void inAFolderANameIsOneWithAndWithoutTheZone() throws IOException {
        Files.createDirectory(directory.resolve("folder"));
        run("register", "--registry", "folder", "-d", "wisp");

        for (String taken : List.of("wisp", "wisp.openfused.net")) {
            CommandLineSession.Outcome outcome =
                    run("register", "--name", taken, "--registry", "folder", "-d", "alice");
            assertThat(outcome.status()).isOne();
            assertThat(outcome.err()).contains("has that name for another key");
        }
        assertThat(run("register", "--name", "wisp", "--registry", "folder", "-d", "wisp")
                        .status())
                .isZero();
        assertThat(run("discover", "wisp.openfused.net", "--registry", "folder").out())
                .startsWith("wisp  [SIGNED]");
    }

    @Test
    void aManifestOfSomebodyElseIsNotBelieved() throws IOException {
        registerWisp();
        registry.manifests.put("bob", wisp());

        assertThat(run("subscribe", "bob", "-d", "alice").err())
                .contains("is not believed: it is about 'wisp.openfused.net', not 'bob'");
        assertThat(keyring()).isNullOrEmpty();
    }

    @Test
    void hostileNamesReachNeitherTheRegistryNorTheKeyring() throws IOException {
        for (String name : List.of("../../planted", "a/b", "", "a b", "x..y", "-d")) {
            assertThat(run("discover", "--", name).status()).isNotZero();
        }
        assertThat(registry.asked).isEmpty();

        registerWisp();
        wisp().put("name", "../../planted");
        assertThat(run("subscribe", "wisp", "-d", "alice").status()).isOne();
        assertThat(keyring()).isNullOrEmpty();
    }

    @Test
    void aRevokedKeyIsShownAsSuchAndNotTakenIn() throws IOException {
        registerWisp();
        assertThat(run("revoke", "-d", "wisp").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(wisp().has("revoked")).isFalse();

        assertThat(run("revoke", "--yes", "-d", "wisp").out()).startsWith("Revoked: wisp.openfused.net (");
        assertThat(wisp().get("revoked").asBoolean()).isTrue();
        assertThat(run("discover", "wisp").out()).contains("[REVOKED]");
        assertThat(run("subscribe", "wisp", "-d", "alice").err()).contains("was revoked");
        assertThat(keyring()).isNullOrEmpty();
    }

    @Test
    void onATerminalAQuestionIsAsked() {
        registerWisp();
        String[] revoke = {"revoke", "-d", "wisp", "--config", settings.toString(), "--registry", registry.address()};

        CommandLineSession.Outcome no = session.answer("n\n", revoke);
        assertThat(no.status()).isOne();
        assertThat(no.err()).contains("for good? [y/N] ").contains("not confirmed; nothing was done");
        assertThat(wisp().has("revoked")).isFalse();

        assertThat(session.answer("y\n", revoke).status()).isZero();
        assertThat(wisp().get("revoked").asBoolean()).isTrue();
    }

    @Test
    void afterARotationOldMailCanBeReadAndWhoKnewTheOldKeyIsTold() throws IOException {
        registerWisp();
        run("subscribe", "wisp", "-d", "alice");
        session.run("key", "trust", "wisp", "-d", "alice");
        session.run("key", "export", "-d", "alice");
        Files.writeString(
                directory.resolve("alice.keys"),
                session.run("key", "export", "-d", "alice").out());
        session.run("key", "import", "alice", "alice.keys", "-d", "wisp");
        session.run("key", "trust", "alice", "-d", "wisp");
        session.run("send", "wisp", "sealed to the old key", "-d", "alice");
        deliver();
        String old = key("wisp", "publicKey").asText();

        CommandLineSession.Outcome outcome = run("rotate", "--yes", "-d", "wisp");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        String fresh = key("wisp", "publicKey").asText();
        assertThat(fresh).isNotEqualTo(old).isEqualTo(wisp().get("publicKey").asText());
        assertThat(directory.resolve("wisp/.keys/private.key")).isRegularFile();
        assertThat(directory.resolve("wisp/.keys/next/private.key")).doesNotExist();
        assertThat(session.run("inbox", "list", "--no-sync", "-d", "wisp").out())
                .contains("sealed to the old key");
        assertThat(JSON.readTree(run("discover", "wisp", "--json").out())
                        .get("signed")
                        .asBoolean())
                .isTrue();

        CommandLineSession.Outcome followed = run("subscribe", "wisp", "--registry", registry.address(), "-d", "alice");
        assertThat(followed.err()).contains("wisp has a new key, which its old one signed; it is not trusted");
        assertThat(keyring()).hasSize(1);
        assertThat(keyring().get(0).get("signingKey").asText()).isEqualTo(fresh);
        assertThat(keyring().get(0).get("trusted").asBoolean()).isFalse();
    }

    private void deliver() throws IOException {
        try (Stream<Path> waiting = Files.walk(directory.resolve("alice/outbox"))) {
            for (Path file : waiting.filter(f -> f.toString().endsWith(".json")).toList()) {
                Files.copy(file, directory.resolve("wisp/inbox").resolve(String.valueOf(file.getFileName())));
            }
        }
    }

    @Test
    void aRotationThatBrokeOffGoesOnWithTheSameKeys() throws IOException {
        registerWisp();
        String name = "wisp.openfused.net";
        registry.manifests.remove("wisp");
        assertThat(run("rotate", "--yes", "-d", "wisp").err()).contains(name + " is not registered at");
        String next = Files.readString(directory.resolve("wisp/.keys/next/private.key"));
        registerWisp();

        assertThat(run("rotate", "--yes", "-d", "wisp").status()).isZero();
        assertThat(directory.resolve("wisp/.keys/private.key")).hasContent(next);
    }

    @Test
    void anotherKeyWithoutTheOldOnesWordIsAnAlarm() throws IOException {
        registerWisp();
        run("subscribe", "wisp", "-d", "alice");
        JsonNode before = keyring();
        registry.manifests.clear();
        session.run("init", "-n", "wisp", "-d", "impostor");
        run("register", "-d", "impostor");

        CommandLineSession.Outcome outcome = run("subscribe", "wisp", "--registry", registry.address(), "-d", "alice");

        assertThat(outcome.status()).isOne();
        assertThat(outcome.err()).contains("ALARM: the registry has another key for wisp");
        assertThat(keyring()).isEqualTo(before);
    }

    @Test
    void sendingToAnAgentThatOnlyTheRegistryKnowsTakesItInAndDeliversAtOnce() throws Exception {
        try (HttpFarEnd far = new HttpFarEnd()) {
            far.answering(201);
            run("register", "--endpoint", far.url(), "-d", "wisp");

            CommandLineSession.Outcome outcome = run("send", "wisp", "hello", "-d", "alice");

            assertThat(outcome.status()).as(outcome.err()).isZero();
            assertThat(outcome.out())
                    .contains("Imported key for: wisp\n")
                    .containsPattern("Queued for wisp: outbox/wisp-[0-9A-F]{8}/")
                    .contains("Delivered to wisp: " + far.url());
            assertThat(keyring().get(0).get("trusted").asBoolean()).isFalse();
            assertThat(far.calls()).hasSize(1);
        }
    }

    /** A name that was mistyped may be somebody's. */
    @Test
    void onATerminalItIsAskedWhetherWhomTheRegistryHasByThatNameIsMeant() throws Exception {
        registerWisp();
        String[] send = {"send", "wisp", "secret", "-d", "alice", "--config", settings.toString()};

        CommandLineSession.Outcome no = session.answer(Map.of("OPENFUSE_REGISTRY", registry.address()), "n\n", send);
        assertThat(no.status()).isOne();
        assertThat(no.err())
                .contains("wisp is not in the keyring; the registry has wisp.openfused.net (")
                .contains("Seal the message to that key? [y/N] ")
                .contains("not confirmed; nothing was done");
        assertThat(keyring()).isNullOrEmpty();
        assertThat(directory.resolve("alice/outbox")).isEmptyDirectory();
    }

    @Test
    void aHostedMailboxShowsTheProfileThatWasSet() throws Exception {
        try (HttpFarEnd mailbox = new HttpFarEnd().answering(200)) {
            run("register", "--endpoint", mailbox.url(), "-d", "wisp");

            assertThat(run("profile", "--set", "# wisp", "-d", "wisp").out())
                    .isEqualTo("Profile set.\nPublished: " + mailbox.url() + "\n");
            HttpFarEnd.Call call = mailbox.calls().get(0);
            assertThat(call.method() + ' ' + call.target()).isEqualTo("PUT /profile/wisp");
            assertThat(call.text()).isEqualTo("# wisp");
            assertThat(call.header("X-OpenFuse-PublicKey"))
                    .isEqualTo(key("wisp", "publicKey").asText());

            mailbox.answering(403);
            CommandLineSession.Outcome refused = run("profile", "--set", "# other", "-d", "wisp");
            assertThat(refused.status()).isOne();
            assertThat(refused.err()).contains("the profile is set here, but " + mailbox.url() + " does not show it: ");
            assertThat(directory.resolve("wisp/PROFILE.md")).hasContent("# other");
        }
    }

    @Test
    void dnsIsAskedFirstWhereItIsSetAndItsWordIsUnsigned() throws Exception {
        String record = "v=of1 e=https://wisp.example.org pk="
                + key("wisp", "publicKey").asText() + " ek="
                + key("wisp", "encryptionKey").asText();
        try (DnsFarEnd dns = new DnsFarEnd()) {
            Files.writeString(
                    settings, "openfuse.sync.allow-private=127.0.0.1\nopenfuse.registry.dns=" + dns.address());
            dns.records.put("_openfuse.wisp.example.org", List.of(record));
            dns.records.put(
                    "_openfuse.wisp.openfused.net",
                    List.of(record.substring(0, record.indexOf(" pk=")), record.substring(record.indexOf(" pk=") + 1)));

            assertThat(run("discover", "wisp.example.org").out())
                    .startsWith("wisp.example.org  [UNSIGNED]\n  endpoint:   https://wisp.example.org\n");
            assertThat(registry.asked).isEmpty();

            registerWisp();
            registry.asked.clear();
            dns.records.clear();
            assertThat(run("discover", "wisp").out()).contains("[SIGNED]");

            dns.records.put("_openfuse.wisp.openfused.net", List.of("v=of1 pk=00"));
            assertThat(run("discover", "wisp").err()).contains("is not believed: a signing key is 64");
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (HttpFarEnd elsewhere = new HttpFarEnd().answering(200);
                HttpFarEnd redirecting =
                        new HttpFarEnd().answering(call -> new HttpFarEnd.Answer(302, "Location", elsewhere.url()))) {
            CommandLineSession.Outcome outcome = run("discover", "wisp", "--registry", redirecting.url());

            assertThat(outcome.status()).isOne();
            assertThat(outcome.err()).contains("says no (302)");
            assertThat(elsewhere.calls()).isEmpty();
        }
    }

    @Test
    void aFolderIsARegistry() throws IOException {
        Files.createDirectory(directory.resolve("folder"));

        assertThat(run("register", "--registry", "folder", "-d", "wisp").status())
                .isZero();
        assertThat(run("discover", "wisp", "--registry", "folder").out()).contains("[SIGNED]");
        assertThat(run("rotate", "--registry", "folder", "--yes", "-d", "wisp").status())
                .isZero();
        assertThat(run("subscribe", "wisp", "--registry", "folder", "-d", "alice")
                        .status())
                .isZero();
        assertThat(run("revoke", "--registry", "folder", "--yes", "-d", "wisp").status())
                .isZero();
        assertThat(run("discover", "wisp", "--registry", "folder").status()).isOne();
        assertThat(registry.asked).isEmpty();
    }

    @Test
    void aRegistryAtAPrivateAddressHasToBeAllowed() throws IOException {
        Files.writeString(settings, "");

        assertThat(run("discover", "wisp").err()).contains("can't be asked").contains("127.0.0.1");
        assertThat(registry.asked).isEmpty();
    }
}
