package dev.openfused.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code inbox list --quarantine}, {@code inbox release}, {@code key trust}: strangers' messages, and letting them in. */
class QuarantineCommandsTest {
    @TempDir
    Path directory;

    private TestAgent bob;
    private TestAgent alice;
    private TestAgent mallory;

    @BeforeEach
    void makeAgents() throws Exception {
        bob = TestAgent.make(directory.resolve("bob"), "bob");
        alice = TestAgent.make(directory.resolve("alice"), "alice");
        mallory = TestAgent.make(directory.resolve("mallory"), "mallory");
    }

    @Test
    void allThatIsInQuarantineIsListedAndNothingElse() throws Exception {
        bob.store().inbox().put("known.json", MessageJson.write(alice.sealTo(bob, "in the inbox")));
        quarantine("a.json", alice.sealTo(bob, "who am I"));
        quarantine("m.json", mallory.sealTo(bob, "and I"));
        Files.createSymbolicLink(quarantine().resolve("link.json"), Path.of("../../.keys/age.key"));

        CommandLineSession.Outcome listed = run("inbox", "list", "--quarantine", "-d", "bob");

        assertThat(listed.status()).isZero();
        assertThat(listed.err()).isEmpty();
        assertThat(listed.out())
                .contains("--- [UNVERIFIED] [ENCRYPTED] From: alice | ", "who am I", "and I")
                .contains("(a.json: the key ", "(m.json: the key ", "(link.json: ")
                .doesNotContain("in the inbox", "hidden", "AGE-SECRET-KEY");
        assertThat(run("inbox", "list", "--all", "-d", "bob").out()).doesNotContain("who am I", "and I");
        assertThat(run("status", "-d", "bob").out()).contains("Inbox: 1 messages, 3 more in quarantine");
        assertThat(new ObjectMapper()
                        .readTree(run("inbox", "list", "--quarantine", "--json", "-d", "bob")
                                .out())
                        .findValuesAsText("file"))
                .containsExactlyInAnyOrder("a.json", "m.json", "link.json");
    }

    @Test
    void aMessageWhoseSenderIsKnownByNowIsListedWithItsFile() throws Exception {
        quarantine("a.json", alice.sealTo(bob, "hello"));
        bob.knows(alice, false);

        assertThat(run("inbox", "list", "--quarantine", "-d", "bob").out())
                .contains("--- [VERIFIED] [ENCRYPTED] From: alice | ")
                .contains("(a.json: its sender is known by now)");
    }

    @Test
    void anEmptyQuarantineSaysSo() {
        assertThat(run("inbox", "list", "--quarantine", "-d", "bob").out()).isEqualTo("Quarantine is empty.\n");
        assertThat(run("inbox", "list", "--quarantine", "--json", "-d", "bob")
                        .out()
                        .strip())
                .isEqualTo("[]");
        assertThat(run("inbox", "release", "--all", "-d", "bob").out()).isEqualTo("Released 0 messages.\n");
    }

    @Test
    void aReleasedMessageIsInTheInboxAndTheOthersStay() throws Exception {
        quarantine("a.json", alice.sealTo(bob, "from alice"));
        quarantine("m.json", mallory.sealTo(bob, "from mallory"));

        CommandLineSession.Outcome released = run("inbox", "release", "a.json", "-d", "bob");

        assertThat(released.status()).isZero();
        assertThat(released.out()).isEqualTo("Released: a.json\n");
        assertThat(inbox()).containsExactly("a.json");
        assertThat(run("inbox", "list", "--quarantine", "-d", "bob").out())
                .contains("from mallory")
                .doesNotContain("from alice");
    }

    @Test
    void allAreReleasedWhateverElseStandsThere() throws Exception {
        quarantine("a.json", alice.sealTo(bob, "from alice"));
        quarantine("m.json", mallory.sealTo(bob, "from mallory"));
        Files.createSymbolicLink(quarantine().resolve("link.json"), Path.of("../../.keys/age.key"));

        CommandLineSession.Outcome released = run("inbox", "release", "--all", "-d", "bob");

        assertThat(inbox()).containsExactly("a.json", "m.json");
        assertThat(released.out()).isEqualTo("Released 2 messages.\n");
        assertThat(released.err())
                .startsWith("openfuse: error: link.json is a symbolic link")
                .hasLineCount(1);
        assertThat(released.status()).isEqualTo(ExitStatus.REFUSED);
    }

    @Test
    void whatIsNotThereIsNotReleased() {
        CommandLineSession.Outcome released = run("inbox", "release", "../inbox/a.json", "-d", "bob");
        assertThat(released.status()).isEqualTo(ExitStatus.REFUSED);
        assertThat(released.err()).contains("is not a file name");

        assertThat(run("inbox", "release", "a.json", "-d", "bob").err())
                .isEqualTo(
                        "openfuse: error: no message 'a.json' in quarantine; 'openfuse inbox list --quarantine' shows"
                                + " what there is\n");
        assertThat(run("inbox", "release", "-d", "bob").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("inbox", "release", "a.json", "--all", "-d", "bob").status())
                .isEqualTo(ExitStatus.USAGE);
        assertThat(run("inbox", "list", "--quarantine", "--trusted", "-d", "bob")
                        .status())
                .isEqualTo(ExitStatus.USAGE);
    }

    @Test
    void trustingAnAgentReleasesWhatIsVerifiedAsItsOwnAndNothingElse() throws Exception {
        quarantine("1.json", alice.sealTo(bob, "one"));
        quarantine("2.json", alice.sealTo(bob, "two"));
        MessageSealer sealer = new MessageSealer(SignatureEngine.best(), Clock.systemUTC());
        quarantine("other-name.json", sealer.sign("boss", alice.keys(), "not by that name"));
        quarantine(
                "stolen.json",
                sealer.sign("alice", alice.keys(), mallory.sealTo(bob, "mine").message()));
        quarantine("other-key.json", sealer.sign("alice", mallory.keys(), "not with that key"));
        quarantine("mallory.json", mallory.sealTo(bob, "mallory's"));
        bob.knows(alice, false).knows(mallory, false);

        CommandLineSession.Outcome trusted = run("key", "trust", "alice", "-d", "bob");

        assertThat(trusted.status()).isZero();
        assertThat(trusted.out()).startsWith("Trusted: alice (").endsWith("  Released from quarantine: 2 of 6\n");
        assertThat(inbox()).containsExactly("1.json", "2.json");
        assertThat(run("inbox", "list", "-d", "bob").out()).contains("one", "two");
    }

    private CommandLineSession.Outcome run(String... words) {
        return new CommandLineSession(directory).run(words);
    }

    private void quarantine(String name, SignedMessage message) throws Exception {
        bob.store().inbox().quarantine().put(name, MessageJson.write(message));
    }

    private Path quarantine() {
        return bob.store().inbox().directory().resolve(".quarantine");
    }

    private List<String> inbox() throws Exception {
        try (Stream<String> names = bob.store().inbox().names()) {
            return names.sorted().toList();
        }
    }
}
