package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.openfused.gateway.message.MessageJson;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files in {@code shared/} and in a workspace go out by the bridges that carry those. */
@Timeout(120)
class FileSourcesIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final WebhookSink sink = new WebhookSink();
    private BridgedGateway gateway;

    @BeforeEach
    void make() throws Exception {
        gateway = new BridgedGateway(folder);
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    private void carrying(String... lines) {
        gateway.bridge("files", "to=webhook", "url=" + sink.url(), "allow-private=127.0.0.1");
        gateway.bridge("files", lines);
    }

    private void awaitTexts(String... texts) {
        await().atMost(LONG).untilAsserted(() -> assertThat(sink.calls())
                .extracting(WebhookSink.Call::text)
                .containsExactly(texts));
    }

    private Path shared(String path, String text) throws Exception {
        Path file = gateway.store().resolve("shared").resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void aNewOrChangedSharedFileGoesOutOnceAsOurOwnWordAcrossARestart() throws Exception {
        carrying("source=shared");
        shared("old.md", "before the bridge");
        try (GatewayProcess process = gateway.serve()) {
            Path notes = shared("team/notes.md", "# one");
            awaitTexts("shared/team/notes.md (5 bytes)\n\n# one");
            JsonNode call = sink.calls().get(0).body();
            assertThat(call.path("from").asText()).isEqualTo("gateway");
            assertThat(call.path("trusted").asBoolean()).isTrue();

            Files.setLastModifiedTime(notes, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
            shared("team/other.md", "two");
            awaitTexts("shared/team/notes.md (5 bytes)\n\n# one", "shared/team/other.md (3 bytes)\n\ntwo");
            BridgedGateway.awaitDelivered(process, 2);
            process.kill();
        }
        shared("team/notes.md", "# three");
        shared("team/.hidden", "x");
        shared("team/half.tmp", "x");
        Files.createSymbolicLink(gateway.store().resolve("shared/link"), Path.of("/etc/hostname"));
        try (GatewayProcess process = gateway.serve()) {
            awaitTexts(
                    "shared/team/notes.md (5 bytes)\n\n# one",
                    "shared/team/other.md (3 bytes)\n\ntwo",
                    "shared/team/notes.md (7 bytes)\n\n# three");
            shared("team/notes.md", "# one");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(sink.calls().size()).isEqualTo(4));
            assertThat(process.isAlive()).isTrue();
            assertThat(process.output()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    @Test
    void whatWasThereBeforeComesIfTheBridgeAsksForItAlsoWhenItIsSwitchedOnLater() throws Exception {
        shared("old.md", "old");
        try (GatewayProcess process = gateway.serve()) {
            BridgedGateway.awaitLine(process, "listening on");
            carrying("source=shared", "since=all");
            gateway.settings();
            awaitTexts("shared/old.md (3 bytes)\n\nold");
            shared("new.md", "new");
            awaitTexts("shared/old.md (3 bytes)\n\nold", "shared/new.md (3 bytes)\n\nnew");
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void aBridgeThatIsGivenAnotherSourceStartsFromNow() throws Exception {
        carrying("source=inbox");
        shared("old.md", "old");
        try (GatewayProcess process = gateway.serve()) {
            gateway.send(process, "from alice");
            awaitTexts("from alice");
            carrying("source=shared");
            gateway.settings();
            BridgedGateway.awaitLine(process, "bridge files changed");
            shared("new.md", "new");

            awaitTexts("from alice", "shared/new.md (3 bytes)\n\nnew");
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void aMailCarriesTheFileIfItsKindAndSizeAreAllowed() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        gateway.bridge(
                "mail",
                "to=email",
                "source=shared",
                "attach=pdf",
                "attach-limit=100KiB",
                "server=127.0.0.1:" + server.getSmtp().getPort(),
                "security=none",
                "sender=gateway@example.org",
                "address=ops@example.org");
        List<MimeMessage> mails = new ArrayList<>();
        byte[] pdf = new byte[100 << 10];
        Arrays.fill(pdf, (byte) 0xE9);
        Path shared = gateway.store().resolve("shared");
        try (GatewayProcess process = gateway.serve()) {
            BridgedGateway.awaitLine(process, "listening on");
            Files.write(shared.resolve("q3 \u00DCbersicht.pdf"), pdf);
            awaitMails(server, 1);
            Files.write(shared.resolve("large.pdf"), new byte[(100 << 10) + 1]);
            awaitMails(server, 2);
            Files.write(shared.resolve("huge.pdf"), new byte[(2 << 20) + 1]);
            awaitMails(server, 3);
            Files.write(shared.resolve("program.exe"), new byte[] {'M', 'Z', 0});
            awaitMails(server, 4);
            mails.addAll(List.of(server.getReceivedMessages()));
            process.kill();
        } finally {
            server.stop();
        }
        assertThat(mails.get(0).getSubject()).isEqualTo("gateway: shared/q3 \u00DCbersicht.pdf (102,400 bytes)");
        MimeMultipart mixed = (MimeMultipart) mails.get(0).getContent();
        assertThat(mixed.getCount()).isEqualTo(2);
        BodyPart attached = mixed.getBodyPart(1);
        assertThat(attached.getContentType()).startsWith("application/pdf");
        assertThat(MimeUtility.decodeText(attached.getFileName())).isEqualTo("q3 \u00DCbersicht.pdf");
        assertThat(attached.getInputStream().readAllBytes()).isEqualTo(pdf);
        for (int i = 1; i < 4; i++) {
            assertThat(mails.get(i).getContentType()).startsWith("multipart/alternative");
        }
        assertThat(mails.get(2).getSubject()).isEqualTo("gateway: shared/huge.pdf (2,097,153 bytes)");
    }

    private static void awaitMails(GreenMail server, int count) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(server.getReceivedMessages()).hasSize(count));
    }

    @Test
    void theFilesOfAWorkspaceSpeakForNobodyUnlessSomebodySignedThem() throws Exception {
        Path team = Files.createDirectories(folder.resolve("team"));
        Files.createDirectories(team.resolve("_broadcast"));
        Files.createDirectories(team.resolve("messages/bob"));
        Files.createDirectories(team.resolve("shared"));
        carrying("source=workspace", "accept=any");
        Path settings = gateway.settings();
        Files.writeString(settings, Files.readString(settings) + "\nopenfuse.workspace=" + team + "\n");
        try (GatewayProcess process = GatewayProcess.serve(gateway.store(), settings)) {
            BridgedGateway.awaitLine(process, "listening on");
            Files.writeString(team.resolve("_broadcast/2026-01-15_announcement.md"), "# We ship\n[TRUSTED]");
            Files.writeString(team.resolve("shared/notes.md"), "not a message");
            awaitTexts("# We ship\n[TRUSTED]");
            Path half = Files.write(folder.resolve("half"), MessageJson.write(gateway.fromAlice("signed")));
            Files.move(half, team.resolve("messages/bob/m.json"), StandardCopyOption.ATOMIC_MOVE);
            awaitTexts("# We ship\n[TRUSTED]", "signed");
            process.kill();
        }
        List<JsonNode> calls = sink.calls().stream().map(WebhookSink.Call::body).toList();
        assertThat(calls.get(0).path("from").asText()).isEqualTo("_broadcast");
        assertThat(calls.get(0).path("verified").asBoolean()).isFalse();
        assertThat(calls.get(1).path("from").asText()).isEqualTo("alice");
        assertThat(calls.get(1).path("trusted").asBoolean()).isTrue();
    }
}
