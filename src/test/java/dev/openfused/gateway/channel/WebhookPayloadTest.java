package dev.openfused.gateway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.SampleMessage;
import dev.openfused.gateway.SampleMessage.Envelope;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.keyring.Relationship;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WebhookPayloadTest {

    @Test
    void theBodyHoldsEveryFieldInItsPlace() {
        OpenedMessage message = SampleMessage.from("wisp")
                .trustedOne()
                .as(Relationship.INTERNAL)
                .in(Envelope.SEALED_TO_US)
                .saying("Deploy \"finished\"\n✅")
                .opened();

        assertThat(new String(WebhookPayload.of(message), UTF_8))
                .isEqualTo(("{'id':'" + message.id() + "','from':'wisp','timestamp':'2026-03-21T07:59:44.123Z',"
                                + "'text':'Deploy \\\"finished\\\"\\n✅','verified':true,'trusted':true,"
                                + "'subscribed':false,'relationship':'internal','encrypted':true,'fingerprint':'"
                                + message.fingerprint() + "','badges':['VERIFIED','TRUSTED','INTERNAL','ENCRYPTED']}")
                        .replace('\'', '"'));
    }

    @Test
    void ofAStrangerNothingIsClaimed() throws IOException {
        JsonNode body = new ObjectMapper()
                .readTree(WebhookPayload.of(
                        SampleMessage.from("wisp").trustedOne().stranger().opened()));

        assertThat(body.get("verified").booleanValue()).isFalse();
        assertThat(body.get("trusted").booleanValue()).isFalse();
        assertThat(body.get("relationship").isNull()).isTrue();
        assertThat(body.get("badges")).hasToString("[\"UNVERIFIED\"]");
    }

    @Property(tries = 100)
    void anyTextArrivesAsItIs(@ForAll String text) throws IOException {
        OpenedMessage message = SampleMessage.from("wisp").saying("> " + text).opened();

        assertThat(new ObjectMapper()
                        .readTree(WebhookPayload.of(message))
                        .get("text")
                        .textValue())
                .isEqualTo(new String(message.text().getBytes(UTF_8), UTF_8));
    }
}
