package dev.openfused.gateway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * What a caller posted to an inward webhook.
 *
 * @param text what it says, not blank
 * @param sender who the caller says it is from, or null if it does not say
 */
public record IncomingWebhook(String text, @Nullable String sender) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * Reads a JSON body: an object with {@code text} and, if the caller likes, {@code sender} (or {@code from}). Other
     * fields are ignored.
     *
     * @param body what was posted
     * @return what it says
     * @throws RejectedMessageException {@code MALFORMED}, with what is expected
     */
    public static IncomingWebhook ofJson(byte[] body) throws RejectedMessageException {
        @Nullable String text = null;
        @Nullable String sender = null;
        try (JsonParser json = JSON.createParser(utf8(body))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("the body is not a JSON object; send {\"text\": \"…\"}");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "text" -> text = string(name, json);
                    case "sender", "from" -> {
                        if (sender != null) {
                            throw malformed("the body names its sender twice, as 'sender' and as 'from'");
                        }
                        sender = string(name, json);
                    }
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw malformed("something follows the JSON object");
            }
        } catch (JsonProcessingException e) {
            throw new RejectedMessageException(Reason.MALFORMED, "the body is not well-formed JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string can't fail to be read
        }
        if (text == null) {
            throw malformed("the body has no 'text'; send {\"text\": \"…\"}, or set the bridge's format=text");
        }
        return of(text, sender);
    }

    /**
     * Reads a body that is the text itself.
     *
     * @param body what was posted, UTF-8
     * @return what it says; no sender
     * @throws RejectedMessageException {@code MALFORMED}
     */
    public static IncomingWebhook ofText(byte[] body) throws RejectedMessageException {
        return of(utf8(body), null);
    }

    private static IncomingWebhook of(String text, @Nullable String sender) throws RejectedMessageException {
        if (text.isBlank()) {
            throw malformed("the text is empty");
        }
        return new IncomingWebhook(text, sender == null || sender.isBlank() ? null : sender);
    }

    private static String string(String name, JsonParser json) throws IOException, RejectedMessageException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw malformed("'" + name + "' is not a string");
        }
        return json.getText();
    }

    private static String utf8(byte[] body) throws RejectedMessageException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new RejectedMessageException(Reason.MALFORMED, "the body is not UTF-8", e);
        }
    }

    private static RejectedMessageException malformed(String what) {
        return new RejectedMessageException(Reason.MALFORMED, what);
    }
}
