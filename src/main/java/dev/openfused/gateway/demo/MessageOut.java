package dev.openfused.gateway.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** From an agent to people: a broadcast of alice's becomes a webhook call and a mail. */
final class MessageOut {
    private static final String SUBJECT = "Deploy of release 214 finished";
    private static final String DETAIL = "All services are green.";
    private static final String TEXT = SUBJECT + "\n\n" + DETAIL;

    private final Stage stage;

    MessageOut(Stage stage) {
        this.stage = stage;
    }

    void broadcast() throws IOException, StepFailedException, InterruptedException {
        stage.narrator().step("alice broadcasts. Her outbox holds it sealed; her process pushes it to the gateway.");
        stage.narrator().shows(stage.type("broadcast", TEXT, "-d", "alice"));
        Path received = stage.awaitMessage(stage.path("gateway/inbox"), "the message reaches the gateway's inbox");
        stage.expect(!Files.readString(received).contains(SUBJECT), "the message is sealed");
        stage.narrator().says("The gateway has it, sealed: " + received);
    }

    void showCall(WebhookReceiver calls) throws IOException, StepFailedException, InterruptedException {
        stage.narrator().step("The gateway opens it and calls the webhook.");
        WebhookReceiver.Call call = calls.next(Stage.PATIENCE);
        if (call == null) {
            throw new StepFailedException("the webhook is called; see " + stage.path("gateway.log"));
        }
        Path file = Files.writeString(stage.path("webhook-call.json"), call.body());
        JsonNode body = new ObjectMapper().readTree(call.body());
        stage.narrator()
                .shows("Idempotency-Key: " + call.idempotencyKey() + "\nwebhook-signature: " + call.signature()
                        + "\nbadges: " + body.path("badges") + "\nfrom: " + body.path("from") + "\ntext: "
                        + body.path("text"));
        stage.narrator().says("The call's body: " + file);
        stage.expect(
                body.path("verified").asBoolean() && body.path("trusted").asBoolean(),
                "the call says verified and trusted");
        stage.expect(body.path("text").asText().equals(TEXT), "the call carries alice's text");
    }

    void showMail(SmtpReceiver mails) throws IOException, StepFailedException, InterruptedException {
        stage.narrator().step("And it sends a mail.");
        String raw = mails.next(Stage.PATIENCE);
        if (raw == null) {
            throw new StepFailedException("a mail comes; see " + stage.path("gateway.log"));
        }
        Path file = Files.writeString(stage.path("mail.eml"), raw, ISO_8859_1);
        ArrivedMail mail = ArrivedMail.parse(raw);
        stage.narrator()
                .shows("From: " + mail.from() + "\nSubject: " + mail.subject() + "\nMessage-ID: " + mail.messageId()
                        + "\n\n" + mail.text());
        stage.narrator().says("The mail: " + file);
        stage.expect(mail.text().contains(DETAIL), "the mail carries alice's text");
        stage.expect(
                mail.text().contains("VERIFIED") && mail.text().contains("TRUSTED"),
                "the mail says verified and trusted");
    }
}
