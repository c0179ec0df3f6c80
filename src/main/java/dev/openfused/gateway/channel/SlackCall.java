package dev.openfused.gateway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Slack posted: an event of the Events API or a slash command.
 *
 * @param challenge what is to be sent back to show that the address is ours, or null
 * @param id what Slack calls this event or command at each try, or null if there is nothing to pass on
 * @param member who wrote, by id
 * @param sender who wrote, for people
 * @param text what was written; empty if there is nothing to pass on
 * @param thread the thread that it is an answer in, by {@link SlackThread#name}; null if it is in none
 * @param command whether it is a slash command, whose caller is told
 * @see <a href="https://docs.slack.dev/apis/events-api">Events API</a>
 * @see <a href="https://docs.slack.dev/interactivity/implementing-slash-commands">Slash commands</a>
 */
public record SlackCall(
        @Nullable String challenge,
        @Nullable String id,
        String member,
        String sender,
        String text,
        @Nullable String thread,
        boolean command) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SlackCall NOTHING = new SlackCall(null, null, "", "", "", null, false);
    private static final Set<String> SAID = Set.of("message", "app_mention");
    /** What people add to a message of theirs; any other subtype is an edit, a join, a bot's. */
    private static final Set<String> BY_PEOPLE = Set.of("", "file_share", "me_message", "thread_broadcast");

    /** None goes on over another bracket: so the time they take grows with the text, and not with its square. */
    private static final Pattern LABELLED = Pattern.compile("<(https?://[^|<>]*)\\|([^<>]*)>");

    private static final Pattern MENTION = Pattern.compile("<([@#!])([^|<>]*)(?:\\|([^<>]*))?>");
    private static final Pattern BARE = Pattern.compile("<([^<>]*)>");

    /**
     * Reads a call.
     *
     * @param body exactly the bytes that came
     * @param form whether it came as a form, as commands do
     * @return what it says
     * @throws RejectedMessageException {@code MALFORMED}
     */
    public static SlackCall parse(byte[] body, boolean form) throws RejectedMessageException {
        return form ? command(form(new String(body, UTF_8))) : event(json(body));
    }

    /**
     * Whether there is something to pass on.
     *
     * @return false for a challenge and for what nobody wrote
     */
    public boolean says() {
        return id != null && !text.isBlank();
    }

    private static SlackCall command(Map<String, String> fields) throws RejectedMessageException {
        String trigger = fields.getOrDefault("trigger_id", "");
        String member = fields.getOrDefault("user_id", "");
        if (trigger.isEmpty() || member.isEmpty() || !fields.containsKey("command")) {
            throw new RejectedMessageException(Reason.MALFORMED, "the form is no slash command of Slack's");
        }
        return new SlackCall(
                null,
                "command " + trigger,
                member,
                fields.getOrDefault("user_name", "?") + " (" + member + ')',
                plain(fields.getOrDefault("text", "")),
                null,
                true);
    }

    private static SlackCall event(JsonNode call) {
        if (call.path("type").asText().equals("url_verification")) {
            return new SlackCall(call.path("challenge").asText(), null, "", "", "", null, false);
        }
        JsonNode event = call.path("event");
        String id = call.path("event_id").asText();
        String member = event.path("user").asText();
        boolean said = call.path("type").asText().equals("event_callback")
                && SAID.contains(event.path("type").asText())
                && BY_PEOPLE.contains(event.path("subtype").asText(""))
                && event.path("bot_id").isMissingNode()
                && !member.isEmpty()
                && !id.isEmpty();
        return said
                ? new SlackCall(
                        null,
                        "event " + id,
                        member,
                        member,
                        plain(event.path("text").asText()),
                        SlackThread.name(
                                        event.path("channel").asText(),
                                        event.path("thread_ts").asText())
                                .orElse(null),
                        false)
                : NOTHING;
    }

    private static JsonNode json(byte[] body) throws RejectedMessageException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new RejectedMessageException(Reason.MALFORMED, "the body is not well-formed JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // bytes can't fail to be read
        }
    }

    private static Map<String, String> form(String body) throws RejectedMessageException {
        Map<String, String> fields = new HashMap<>();
        try {
            for (String field : body.split("&", -1)) {
                int equals = field.indexOf('=');
                if (equals > 0) {
                    fields.put(
                            URLDecoder.decode(field.substring(0, equals), UTF_8),
                            URLDecoder.decode(field.substring(equals + 1), UTF_8));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new RejectedMessageException(Reason.MALFORMED, "the form is not encoded as forms are", e);
        }
        return fields;
    }

    /** Slack's {@code mrkdwn} as people typed it: links show where they lead, mentions are names. */
    private static String plain(String mrkdwn) {
        String text = LABELLED.matcher(mrkdwn)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(2) + " (" + m.group(1) + ')'));
        text = MENTION.matcher(text).replaceAll(m -> {
            String name = m.group(3) == null || m.group(3).isEmpty() ? m.group(2) : m.group(3);
            return Matcher.quoteReplacement((m.group(1).equals("#") ? "#" : "@") + name);
        });
        text = BARE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(m.group(1)));
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
