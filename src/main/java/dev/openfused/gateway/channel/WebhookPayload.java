package dev.openfused.gateway.channel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.keyring.Relationship;
import dev.openfused.gateway.keyring.Standing;
import dev.openfused.gateway.message.MessageId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message as the body of a webhook call: one JSON object with these fields, always all of them, in this order.
 *
 * <ul>
 *   <li>{@code id}: the message id, 64 hex digits; the same at each try
 *   <li>{@code from}: who speaks; only a claim unless {@code verified}
 *   <li>{@code timestamp}: when the sender signed it, as the sender wrote it
 *   <li>{@code text}: the sender's text, unchanged; for programs, so nothing in it is escaped beyond what JSON asks
 *   <li>{@code verified}, {@code trusted}, {@code subscribed}: what the keyring says of the sender
 *   <li>{@code relationship}: {@code internal}, {@code external} or null
 *   <li>{@code encrypted}: whether it came encrypted
 *   <li>{@code fingerprint}: of the key that signed it, null without a good signature
 *   <li>{@code badges}: the words people see, such as {@code ["VERIFIED", "TRUSTED", "ENCRYPTED"]}
 * </ul>
 */
public final class WebhookPayload {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern START = Pattern.compile("\\{\"id\":\"([0-9a-f]{64})\",\"from\":\"");
    private static final int LONGEST_START = 100;

    private WebhookPayload() {}

    /**
     * Writes the body.
     *
     * @param message an opened message
     * @return JSON in UTF-8, the same bytes for the same message: the signature covers them
     */
    public static byte[] of(OpenedMessage message) {
        // By way of a string: the generator for bytes refuses half a surrogate pair, which a stranger's text may hold.
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            write(message, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string can't fail to be written
        }
        return out.toString().getBytes(UTF_8);
    }

    /**
     * The message that a body was written for, if {@link #of} wrote it.
     *
     * @param body what came in from a channel
     * @return the id in it; empty for anything else
     */
    public static Optional<MessageId> idOf(byte[] body) {
        Matcher start = START.matcher(new String(body, 0, Math.min(body.length, LONGEST_START), ISO_8859_1));
        return start.lookingAt() ? Optional.of(new MessageId(start.group(1))) : Optional.empty();
    }

    private static void write(OpenedMessage message, JsonGenerator json) throws IOException {
        Standing standing = message.standing();
        @Nullable Relationship relationship = standing.relationship();
        @Nullable Fingerprint fingerprint = message.fingerprint();
        json.writeStartObject();
        json.writeStringField("id", message.id().value());
        json.writeStringField("from", message.from());
        json.writeStringField("timestamp", message.timestamp());
        json.writeStringField("text", message.text());
        json.writeBooleanField("verified", standing.verified());
        json.writeBooleanField("trusted", standing.trusted());
        json.writeBooleanField("subscribed", standing.subscribed());
        json.writeStringField("relationship", relationship == null ? null : relationship.json());
        json.writeBooleanField("encrypted", message.encrypted());
        json.writeStringField("fingerprint", fingerprint == null ? null : fingerprint.value());
        json.writeArrayFieldStart("badges");
        for (String badge : message.badges()) {
            json.writeString(badge);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
