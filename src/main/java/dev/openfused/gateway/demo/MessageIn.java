package dev.openfused.gateway.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** From a system to an agent: a webhook call becomes a sealed message for bob. */
final class MessageIn {
    private static final String TEXT = "Disk of db-2 is 91 % full";

    private final Stage stage;

    MessageIn(Stage stage) {
        this.stage = stage;
    }

    void call(String gateway) throws IOException, StepFailedException, InterruptedException {
        stage.narrator().step("Now the other way: a monitor calls the gateway's webhook.");
        String body = "{\"text\": \"" + TEXT + "\", \"sender\": \"monitor\"}";
        stage.narrator().says("POST " + gateway + "/hooks/alerts  " + body);
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/hooks/alerts"))
                .timeout(Stage.PATIENCE)
                .header("Authorization", "Bearer " + Cast.TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        stage.narrator().shows("HTTP " + answer.statusCode() + " " + answer.body());
        stage.expect(answer.statusCode() / 100 == 2, "the gateway takes the call");
    }

    void showInbox() throws StepFailedException, InterruptedException {
        stage.narrator().step("bob reads it: sealed to him, signed by the channel's own key, which he trusts.");
        Path received = stage.awaitMessage(stage.path("bob/inbox"), "the message reaches bob's inbox");
        String listing = stage.type("inbox", "list", "-d", "bob");
        stage.narrator().shows(listing);
        stage.narrator().says("The message: " + received);
        stage.expect(
                listing.contains("[VERIFIED] [TRUSTED]") && listing.contains(TEXT),
                "bob sees the alarm and its standing");
    }
}
