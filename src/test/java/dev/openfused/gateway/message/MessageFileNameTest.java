package dev.openfused.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.Vectors;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MessageFileNameTest {
    private static final Instant TIME = Instant.parse("2026-03-21T07:59:44.123456Z");
    private static final AgentName BOB = new AgentName("bob");

    @Test
    void aQueuedMessageIsNamedByTimeAndSenderWithoutPlus() {
        assertThat(MessageFileName.outbox(TIME, "wisp").value()).isEqualTo("2026-03-21T07-59-44-123Z_from-wisp.json");
    }

    @Test
    void anAcceptedMessageIsNamedByReceiptSenderAndOurselves() {
        assertThat(MessageFileName.accepted(TIME, "wisp", "0EC3BE39", BOB).value())
                .isEqualTo("2026-03-21T07-59-44-123Z_from-wisp-0ec3be39_to-bob.json");
    }

    @Test
    void aLongSenderIsShortenedBeforeTheSuffixSoThatTheFileStaysVisible() {
        AgentName longest = new AgentName("b".repeat(64));

        assertThat(MessageFileName.accepted(TIME, "w".repeat(5000), "0EC3BE39", longest)
                        .value())
                .hasSize(128)
                .endsWith("w-0ec3be39_to-" + longest + ".json");
    }

    @Test
    void whatCannotStandInAFileNameIsDropped() {
        assertThat(MessageFileName.accepted(TIME, "../a/ż b\0c\n", "0EC3BE39", BOB)
                        .value())
                .isEqualTo("2026-03-21T07-59-44-123Z_from-..abc-0ec3be39_to-bob.json");
        assertThat(MessageFileName.accepted(TIME, "żółć", "0EC3BE39", BOB).value())
                .contains("_from-unknown-");
    }

    @Property
    void noSenderLeavesTheFolderOrHides(@ForAll String from) {
        assertThat(MessageFileName.accepted(TIME, from, "0EC3BE39", BOB).value())
                .matches("2[A-Za-z0-9._-]{1,122}\\.json");
    }

    @Test
    void anUnsignedFileClaimsItsSenderAndTimeByName() {
        MessageFileName name = new MessageFileName("2025-11-02T08-15-30-000Z_alice.md");

        assertThat(name.claimedSender()).isEqualTo("alice");
        assertThat(name.claimedTime()).isEqualTo("2025-11-02T08-15-30-000Z");
        assertThat(new MessageFileName("note.md").claimedSender()).isEqualTo("unknown");
        assertThat(new MessageFileName("note_.md").claimedSender()).isEqualTo("unknown");
    }

    @Test
    void namesAreThoseThatRealClientsAccept() {
        Vectors.openfused("names.json").get("results").forEach(result -> assertThat(
                        AgentName.isValid(result.get("name").asText()))
                .as(result.get("name").asText())
                .isEqualTo(result.at("/head/accepted").asBoolean()));
    }
}
