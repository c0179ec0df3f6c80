package dev.openfused.gateway.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.message.JsonSequence;
import dev.openfused.gateway.peer.PushAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a peer said to each of several messages: {@code code} is what a single one would have been answered with. */
final class SequenceAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 1_000;

    private SequenceAnswers() {}

    /** Up to the first that can't be read; a stranger's text. */
    static List<PushAnswer> read(String host, byte[] body, @Nullable Instant farTime, Clock clock) {
        List<PushAnswer> answers = new ArrayList<>();
        for (byte[] text : JsonSequence.texts(body, MOST)) {
            JsonNode answer;
            try {
                answer = JSON.readTree(text);
            } catch (IOException e) {
                return answers;
            }
            if (!answer.path("code").isInt()) {
                return answers;
            }
            HttpAnswer each = new HttpAnswer(
                    host,
                    answer.path("code").intValue(),
                    answer.path("retryAfter").isInt()
                            ? answer.path("retryAfter").asText()
                            : null,
                    null,
                    new String(text, StandardCharsets.UTF_8));
            PushAnswer said = HttpPeerTransport.said(each, clock);
            answers.add(new PushAnswer(said.verdict(), said.description(), said.notBefore(), farTime));
        }
        return answers;
    }
}
