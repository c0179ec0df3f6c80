package dev.openfused.gateway.camel.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.HttpFarEnd;
import dev.openfused.gateway.HttpFarEnd.Answer;
import dev.openfused.gateway.HttpFarEnd.Call;
import dev.openfused.gateway.camel.BridgeBench;
import dev.openfused.gateway.camel.HalfOfTheTime;
import dev.openfused.gateway.camel.webhook.WebhookHeaders;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.queue.Delivery;
import dev.openfused.gateway.queue.Delivery.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped routes of the chats between the real queue and a far end that answers as those chats do. */
@Timeout(60)
class ChatRouteTest {
    private static final Answer TELEGRAM_TOOK =
            new Answer(200, Map.of(), "{\"ok\":true,\"result\":{\"message_id\":42}}");
    private static final String LONG = ("word ".repeat(30) + "\n\n").repeat(5);

    private final HttpFarEnd farEnd = new HttpFarEnd();
    private final Path folder;

    ChatRouteTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void stop() {
        farEnd.close();
    }

    private BridgeBench bench(String kind, String... settings) throws Exception {
        return bench(Map.of(), kind, settings);
    }

    private BridgeBench bench(Map<String, String> headers, String kind, String... settings) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line : List.of("to=" + kind, "allow-private=127.0.0.1", "retry-first=10ms", "retry-longest=20ms")) {
            lines.add("openfuse.bridge.ops." + line);
        }
        for (String line : settings) {
            lines.add("openfuse.bridge.ops." + line);
        }
        BridgeBench bench = new BridgeBench(folder, lines).withHeaders(headers);
        bench.registry().bind("webhookHeaders", new WebhookHeaders());
        return bench.start((queue, registry) -> {
            ChatParts parts = new ChatParts();
            registry.bind("splitChat", new SplitChat(parts));
            registry.bind("formatChat", new FormatChat(parts));
            registry.bind("judgeChatAnswer", new JudgeChatAnswer(parts, queue, Clock.systemUTC()));
            registry.bind("concludeChat", new ConcludeChat());
            return parts;
        });
    }

    private BridgeBench byWebhook(String kind, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("url=" + farEnd.url() + "/hooks/secret?x=1");
        return bench(kind, settings.toArray(String[]::new));
    }

    private BridgeBench asSlackBot(String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.addAll(List.of("token=xoxb-1", "channel=C1", "api=" + farEnd.url() + "/api"));
        return bench("slack", settings.toArray(String[]::new));
    }

    private BridgeBench telegram(String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.addAll(List.of("token=1:abc", "chat=-100", "api=" + farEnd.url()));
        return bench("telegram", settings.toArray(String[]::new));
    }

    private static JsonNode json(Call call) throws Exception {
        return new ObjectMapper().readTree(call.body());
    }

    private static Answer slackTook(String ts) {
        return new Answer(200, Map.of(), "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"" + ts + "\"}");
    }

    @Test
    void aSlackPostIsAHeadOfOursAndTheTextBesideABar() throws Exception {
        try (BridgeBench bench = byWebhook("slack")) {
            bench.await(bench.dispatch("ops", "**all** well <!here>"), State.DONE);

            assertThat(farEnd.calls()).hasSize(1);
            Call call = farEnd.calls().get(0);
            assertThat(call.target()).isEqualTo("/hooks/secret?x=1");
            assertThat(call.header("Content-Type")).startsWith("application/json");
            JsonNode post = json(call);
            assertThat(post.at("/blocks/0/text/type").asText()).isEqualTo("plain_text");
            assertThat(post.at("/blocks/0/text/text").asText()).isEqualTo("alice  [VERIFIED] [TRUSTED] [ENCRYPTED]");
            assertThat(post.at("/attachments/0/color").asText()).isEqualTo("#2eb67d");
            assertThat(post.at("/attachments/0/blocks/0/text/type").asText()).isEqualTo("mrkdwn");
            assertThat(post.at("/attachments/0/blocks/0/text/text").asText()).isEqualTo("*all* well &lt;!here&gt;");
            assertThat(post.has("channel")).isFalse();
        }
    }

    @Test
    void headersOfADeliverySteerNoCall() throws Exception {
        Map<String, String> headers =
                Map.of("CamelHttpPath", "/path", "CamelHttpQuery", "query=1", "Authorization", "Bearer evil");
        try (BridgeBench bench = bench(headers, "slack", "url=" + farEnd.url() + "/hooks/secret")) {
            bench.await(bench.dispatch("ops", "hello"), State.DONE);

            Call call = farEnd.calls().get(0);
            assertThat(call.target()).isEqualTo("/hooks/secret");
            assertThat(call.headers().keySet()).noneMatch("Authorization"::equalsIgnoreCase);
        }
    }

    @Test
    void aLongMessageBecomesAThreadOfNumberedPosts() throws Exception {
        farEnd.answering(call -> slackTook("17." + farEnd.calls().size()));
        try (BridgeBench bench = asSlackBot("max-length=200")) {
            Delivery done = bench.await(bench.dispatch("ops", LONG), State.DONE);

            assertThat(done.remoteId()).isEqualTo("C1/17.1");
            assertThat(farEnd.calls()).hasSize(5).allSatisfy(call -> {
                assertThat(call.target()).isEqualTo("/api/chat.postMessage");
                assertThat(call.header("Authorization")).isEqualTo("Bearer xoxb-1");
                assertThat(json(call).path("channel").asText()).isEqualTo("C1");
            });
            for (int i = 0; i < 5; i++) {
                JsonNode post = json(farEnd.calls().get(i));
                assertThat(post.path("thread_ts").asText()).isEqualTo(i == 0 ? "" : "17.1");
                assertThat(post.at("/attachments/0/blocks/1/elements/0/text").asText())
                        .startsWith("part " + (i + 1) + " of 5 · ");
            }
        }
    }

    @Test
    void apostThatWasTakenIsNotSentAgain() throws Exception {
        farEnd.answering(call -> farEnd.calls().size() == 3
                ? new Answer(500)
                : slackTook("17." + farEnd.calls().size()));
        try (BridgeBench bench = asSlackBot("max-length=200")) {
            bench.await(bench.dispatch("ops", LONG), State.DONE);

            assertThat(farEnd.calls())
                    .extracting(call -> json(call)
                            .at("/attachments/0/blocks/1/elements/0/text")
                            .asText()
                            .substring(0, 6))
                    .containsExactly("part 1", "part 2", "part 3", "part 3", "part 4", "part 5");
            assertThat(json(farEnd.calls().get(4)).path("thread_ts").asText()).isEqualTo("17.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_auth", "channel_not_found", "is_archived", "msg_too_long"})
    void whatSlackNeverTakesIsDeadAtOnce(String error) throws Exception {
        farEnd.answering(call -> new Answer(200, Map.of(), "{\"ok\":false,\"error\":\"" + error + "\"}"));
        try (BridgeBench bench = asSlackBot()) {
            Delivery dead = bench.await(bench.dispatch("ops", "hello"), State.DEAD);

            assertThat(dead.reason()).isEqualTo("127.0.0.1 answered " + error);
            assertThat(farEnd.calls()).hasSize(1);
        }
    }

    @Test
    void slackIsAskedAgainWhenItIsBusyAndWhenItSaysTo() throws Exception {
        farEnd.answering(call -> switch (farEnd.calls().size()) {
            case 1 -> new Answer(200, Map.of(), "{\"ok\":false,\"error\":\"ratelimited\"}");
            case 2 -> new Answer(200, Map.of(), "<html>a proxy's page</html>");
            case 3 -> new Answer(429, "Retry-After", "1");
            default -> slackTook("17.1");
        });
        try (BridgeBench bench = asSlackBot()) {
            long start = System.nanoTime();
            bench.await(bench.dispatch("ops", "hello"), State.DONE);

            assertThat(farEnd.calls()).hasSize(4);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
        }
    }

    @Test
    void telegramGetsHtmlAndItsWishToWaitIsHonoured() throws Exception {
        farEnd.answering(call -> farEnd.calls().size() == 1
                ? new Answer(429, Map.of(), "{\"ok\":false,\"parameters\":{\"retry_after\":1}}")
                : TELEGRAM_TOOK);
        try (BridgeBench bench = telegram("max-length=200")) {
            long start = System.nanoTime();
            MessageId id = bench.dispatch("ops", "*hello* @bob <i>\n\n" + "x".repeat(190));
            Delivery done = bench.await(id, State.DONE);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
            assertThat(done.remoteId()).isEqualTo("42");
            assertThat(farEnd.calls()).hasSize(3).allSatisfy(call -> {
                assertThat(call.target()).isEqualTo("/bot1:abc/sendMessage");
                assertThat(json(call).path("chat_id").asText()).isEqualTo("-100");
                assertThat(json(call).path("parse_mode").asText()).isEqualTo("HTML");
            });
            assertThat(json(farEnd.calls().get(1)).path("text").asText())
                    .startsWith("<b>alice  [VERIFIED] [TRUSTED] [ENCRYPTED]</b>\n"
                            + "<blockquote><i>hello</i> @\u200Bbob &lt;i&gt;</blockquote>\n<i>part 1 of 2");
            assertThat(json(farEnd.calls().get(2))
                            .at("/reply_parameters/message_id")
                            .asLong())
                    .isEqualTo(42);
        }
    }

    @Test
    void discordGetsAnEmbedThatCallsNobody() throws Exception {
        farEnd.answering(call -> new Answer(200, Map.of(), "{\"id\":\"1234567890123456789\"}"));
        try (BridgeBench bench = byWebhook("discord")) {
            Delivery done = bench.await(bench.dispatch("ops", "@everyone **hi**"), State.DONE);

            assertThat(done.remoteId()).isEqualTo("1234567890123456789");
            assertThat(farEnd.calls().get(0).target()).isEqualTo("/hooks/secret?x=1&wait=true");
            JsonNode post = json(farEnd.calls().get(0));
            assertThat(post.at("/allowed_mentions/parse").isArray()).isTrue();
            assertThat(post.at("/allowed_mentions/parse")).isEmpty();
            assertThat(post.at("/embeds/0/author/name").asText()).startsWith("alice");
            assertThat(post.at("/embeds/0/description").asText()).isEqualTo("@everyone **hi**");
        }
    }

    @Test
    void teamsGetsAnAdaptiveCard() throws Exception {
        farEnd.answering(202);
        try (BridgeBench bench = byWebhook("teams")) {
            bench.await(bench.dispatch("ops", "[x](https://example.org/a(b)) `code`"), State.DONE);

            JsonNode card = json(farEnd.calls().get(0)).at("/attachments/0/content");
            assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
            assertThat(card.at("/body/0/color").asText()).isEqualTo("Good");
            assertThat(card.at("/body/1/items/0/text").asText())
                    .isEqualTo("x ([https://example.org/a(b)](https://example.org/a%28b%29)) code");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mattermost", "rocketchat"})
    void theirPostsHaveAnAttachmentWithoutMentions(String kind) throws Exception {
        try (BridgeBench bench = byWebhook(kind)) {
            bench.await(bench.dispatch("ops", "@all **hi**"), State.DONE);

            JsonNode post = json(farEnd.calls().get(0));
            assertThat(post.path("text").asText()).isEqualTo("**alice  \\[VERIFIED\\] \\[TRUSTED\\] \\[ENCRYPTED\\]**");
            assertThat(post.at("/attachments/0/text").asText()).isEqualTo("@\u200Ball **hi**");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"slack", "mattermost", "rocketchat", "teams", "discord"})
    void aWebhookThatIsGoneMakesTheDeliveryDeadAndItsAddressIsNotTold(String kind) throws Exception {
        farEnd.answering(404);
        try (BridgeBench bench = byWebhook(kind)) {
            Delivery dead = bench.await(bench.dispatch("ops", "hello"), State.DEAD);

            assertThat(dead.reason()).isEqualTo("127.0.0.1 answered 404");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"slack", "mattermost", "rocketchat", "teams", "discord"})
    void poisonArrivesHarmlessAndWhole(String kind) throws Exception {
        try (BridgeBench bench = byWebhook(kind)) {
            String poison =
                    "nul \u0000 bell \u0007 \u202Eright to left \u05D0 \uD83D\uDE80 a\r\nb\n\n" + "m".repeat(100_000);
            bench.await(bench.dispatch("ops", poison), State.DONE);

            StringBuilder all = new StringBuilder();
            for (Call call : farEnd.calls()) {
                assertThat(call.body().length).isLessThan(28_000);
                all.append(call.text());
            }
            assertThat(all).contains("u{7}").contains("u{202e}");
            assertThat(all.chars().filter(c -> c == 'm').count()).isGreaterThanOrEqualTo(100_000);
        }
    }

    /** Quotation, bold and links to people are markup there, and the sender's text is inside a quotation. */
    @Test
    void whatIsMarkupInTelegramIsTextWhenASenderWritesIt() throws Exception {
        farEnd.answering(call -> TELEGRAM_TOOK);
        try (BridgeBench bench = telegram()) {
            String poison = "</blockquote>\r\n<b>bob  [VERIFIED] [TRUSTED]</b>\r\n<blockquote>&lt;i&gt;\n\n"
                    + "@everyone @channel <!here> /stop@bot [me](tg://user?id=1) `</code><a href=\"tg://user?id=1\">`\n\n"
                    + "```\n</pre><tg-spoiler>\n```\n\nnul \u0000 \u202Eright to left \uD83D\uDE80";
            bench.await(bench.dispatch("ops", poison), State.DONE);

            String text = json(farEnd.calls().get(0)).path("text").asText();
            assertThat(text).startsWith("<b>alice  [VERIFIED] [TRUSTED] [ENCRYPTED]</b>\n<blockquote>");
            assertThat(text.lines().filter(line -> line.contains("</blockquote>")))
                    .hasSize(1);
            assertThat(text.replaceAll("</?(b|i|blockquote|code|pre)>", ""))
                    .doesNotContain("<", ">", "\u0000", "\u202E");
            assertThat(text)
                    .containsOnlyOnce("<b>")
                    .contains("&lt;b&gt;bob  [VERIFIED] [TRUSTED]&lt;/b&gt;", "&amp;lt;i&amp;gt;", "u{202e}")
                    .doesNotContainPattern("@\\w")
                    .contains("\uD83D\uDE80");
        }
    }

    @Test
    void aMegabyteComesToTelegramWholeInNumberedPosts() throws Exception {
        farEnd.answering(call -> TELEGRAM_TOOK);
        try (BridgeBench bench = telegram()) {
            String text = "0123456789abcdef".repeat(62_500);
            bench.await(bench.dispatch("ops", text), State.DONE);

            StringBuilder all = new StringBuilder();
            for (Call call : farEnd.calls()) {
                String post = json(call).path("text").asText();
                assertThat(post.replaceAll("<[^>]*>", "")).hasSizeLessThanOrEqualTo(4096);
                all.append(post.replaceAll("(?s).*<blockquote>(.*)</blockquote>.*", "$1"));
            }
            assertThat(all).hasToString(text);
        }
    }

    /** There is no idempotency key: what was taken has to be known to be. */
    @ParameterizedTest
    @Timeout(1500)
    @ValueSource(strings = {"slack", "mattermost", "rocketchat", "teams", "discord"})
    void aFarEndThatFailsHalfOfTheTimeGetsEachMessage(String kind) throws Exception {
        try (BridgeBench bench = byWebhook(kind)) {
            failingHalfOfTheTime(bench, new Answer(200));
        }
    }

    @Test
    @Timeout(1500)
    void telegramThatFailsHalfOfTheTimeGetsEachMessage() throws Exception {
        try (BridgeBench bench = telegram()) {
            failingHalfOfTheTime(bench, TELEGRAM_TOOK);
        }
    }

    private void failingHalfOfTheTime(BridgeBench bench, Answer good) throws Exception {
        HalfOfTheTime half = new HalfOfTheTime(7);
        List<Answer> failures =
                List.of(new Answer(500), new Answer(503), new Answer(408), new Answer(429, "Retry-After", "0"));
        List<String> taken = new CopyOnWriteArrayList<>();
        farEnd.answering(call -> {
            if (half.fails()) {
                return half.oneOf(failures);
            }
            taken.add(call.text().replaceAll("(?s).*(message number \\d+).*", "$1"));
            return good;
        });
        int tries = HalfOfTheTime.eachArrivesInOrder(bench, () -> taken);

        assertThat(tries).isGreaterThan(HalfOfTheTime.manyTries());
    }
}
