package dev.openfused.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.audit.AuditEntry.Decision;
import dev.openfused.gateway.message.MessageId;
import org.junit.jupiter.api.Test;

class AuditEntryTest {
    private static final MessageId ID = new MessageId("ab".repeat(32));

    @Test
    void aDecisionIsOneLineOfPairs() {
        AuditEntry entry = AuditEntry.of(Decision.DISPATCHED)
                .id(ID)
                .from("wisp")
                .file("2026-03-21T07-59-36Z_from-wisp.json")
                .target("bridge:ops-mail");

        assertThat(entry)
                .hasToString("decision=dispatched id=" + ID
                        + " from=wisp file=2026-03-21T07-59-36Z_from-wisp.json target=bridge:ops-mail");
    }

    @Test
    void aStrangersNameCantAddPairsOrLinesOfItsOwn() {
        AuditEntry entry = AuditEntry.of(Decision.REFUSED).from("x decision=received\nid=\"y\" \u001b[2J");

        assertThat(entry).hasToString("decision=refused from=\"x decision=received\\\\u{a}id=\\\"y\\\" \\\\u{1b}[2J\"");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        assertThat(AuditEntry.of(Decision.DELIVERED).with("remote", null)).hasToString("decision=delivered");
    }
}
