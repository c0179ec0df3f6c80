package dev.openfused.gateway.camel.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.channel.SlackThread;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.outbound.HttpAnswer;
import dev.openfused.gateway.queue.TryLaterException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What the answer of a kind of chat means, and how it calls what it took. */
@FunctionalInterface
interface ChatAnswer {
    /**
     * Returns only if the post was taken.
     *
     * @param http the answer
     * @param json its body; a missing node where that is no JSON
     * @param clock what waits count from
     * @return what the chat calls the post, if it says so in a form that we know
     */
    Optional<String> requireTaken(HttpAnswer http, JsonNode json, Clock clock)
            throws TryLaterException, RejectedMessageException;

    /** The status says it all: the webhooks of Slack, Mattermost, Rocket.Chat and Teams. */
    ChatAnswer BY_STATUS = (http, json, clock) -> {
        http.requireAccepted(clock);
        return Optional.empty();
    };

    /** Discord's, which was asked to wait for its own message. */
    ChatAnswer DISCORD = (http, json, clock) -> {
        http.requireAccepted(clock);
        return number(json.path("id"));
    };

    /**
     * Slack's Web API: 200 also where it refused.
     *
     * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage#errors">Errors of chat.postMessage</a>
     */
    ChatAnswer SLACK = new ChatAnswer() {
        private static final Set<String> TEMPORARY = Set.of(
                "ratelimited",
                "rate_limited",
                "message_limit_exceeded",
                "request_timeout",
                "service_unavailable",
                "internal_error",
                "fatal_error",
                "team_added_to_org");

        @Override
        public Optional<String> requireTaken(HttpAnswer http, JsonNode json, Clock clock)
                throws TryLaterException, RejectedMessageException {
            http.requireAccepted(clock);
            if (json.path("ok").asBoolean()) {
                return SlackThread.name(
                        json.path("channel").asText(), json.path("ts").asText());
            }
            String error = json.path("error").asText();
            if (error.isEmpty()) { // something between us and Slack
                throw new TryLaterException(http.who() + " gave no answer of Slack's");
            }
            String line = http.who() + " answered " + VisibleText.of(error);
            if (TEMPORARY.contains(error)) {
                throw new TryLaterException(line, http.comeBack(clock), null);
            }
            throw new RejectedMessageException(Reason.REFUSED, line);
        }
    };

    /**
     * Telegram's, whose wish to wait stands in the body.
     *
     * @see <a href="https://core.telegram.org/bots/api#responseparameters">ResponseParameters</a>
     */
    ChatAnswer TELEGRAM = (http, json, clock) -> {
        long wait = json.path("parameters").path("retry_after").asLong();
        if (http.status() == 429 && wait > 0) {
            throw new TryLaterException(
                    http.description(),
                    clock.instant()
                            .plusSeconds(Math.min(wait, Duration.ofDays(1).toSeconds())),
                    null);
        }
        http.requireAccepted(clock);
        return number(json.path("result").path("message_id"));
    };

    private static Optional<String> number(JsonNode id) {
        String text = id.asText();
        return text.matches("\\d{1,18}|\\d{19}") ? Optional.of(text) : Optional.empty();
    }
}
