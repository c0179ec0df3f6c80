package dev.openfused.gateway.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The envelope as JSON. Reads strictly (UTF-8 without BOM, no duplicate keys, no lone surrogates, right types; unknown
 * keys are ignored), writes byte for byte what {@code JSON.stringify(message, null, 2)} gives.
 */
public final class MessageJson {
    /**
     * The largest message, as the file or body that it is, in bytes: 4 MiB. The same at every door, and for whoever reads what
     * came in by one: a message that nobody can read is not accepted.
     */
    public static final int LARGEST = 4 << 20;

    private static final int LONGEST_FIELD = 256;
    private static final int DEEPEST = 32;
    private static final JsonFactory FACTORY = ((JsonFactoryBuilder) JsonFactory.builder())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LARGEST)
                    .maxNameLength(LONGEST_FIELD)
                    .maxNumberLength(LONGEST_FIELD)
                    .maxNestingDepth(DEEPEST)
                    .build())
            .build();

    private MessageJson() {}

    /**
     * Reads an envelope.
     *
     * @param json the file or body
     * @return the envelope; nothing is verified yet
     * @throws RejectedMessageException {@code MALFORMED}
     */
    public static SignedMessage read(byte[] json) throws RejectedMessageException {
        return read(json, LARGEST);
    }

    /** Reads an envelope that somebody laid out, or added to, for the way here. */
    static SignedMessage read(byte[] json, int largest) throws RejectedMessageException {
        if (json.length > largest) {
            throw tooLarge();
        }
        String text = Utf8.decode(json).orElseThrow(() -> malformed("it is not UTF-8"));
        if (text.startsWith("\uFEFF")) {
            throw malformed("it begins with a byte order mark");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("it is not a JSON object");
            }
            Fields fields = readFields(parser);
            if (parser.nextToken() != null) {
                throw malformed("something follows the JSON object");
            }
            return fields.message();
        } catch (IOException e) {
            throw new RejectedMessageException(Reason.MALFORMED, "not a message: it is not well-formed JSON", e);
        } catch (IllegalArgumentException e) {
            throw new RejectedMessageException(Reason.MALFORMED, "not a message: " + e.getMessage(), e);
        }
    }

    /**
     * Writes an envelope, indented by two spaces, without a newline at the end.
     *
     * @param message the envelope
     * @return UTF-8
     */
    public static byte[] write(SignedMessage message) {
        StringWriter out = new StringWriter(message.message().length() + 512);
        try (JsonGenerator json = JsonLayout.generator(out)) {
            json.writeStartObject();
            json.writeStringField("from", message.from());
            json.writeStringField("timestamp", message.timestamp());
            json.writeStringField("message", message.message());
            json.writeStringField("signature", message.signature());
            json.writeStringField("publicKey", message.publicKey());
            if (message.encryptionKey() != null) {
                json.writeStringField("encryptionKey", message.encryptionKey());
            }
            json.writeBooleanField("encrypted", message.encrypted());
            SignedMessage.Resent resent = message.resent();
            if (resent != null) {
                json.writeObjectFieldStart("resent");
                json.writeStringField("timestamp", resent.timestamp());
                json.writeStringField("signature", resent.signature());
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return out.toString().getBytes(UTF_8);
    }

    /**
     * The same for a message from elsewhere, which is to become a file here.
     *
     * @param message the envelope
     * @return UTF-8
     * @throws RejectedMessageException {@code MALFORMED} if that would be larger than {@link #LARGEST}
     */
    public static byte[] writeBounded(SignedMessage message) throws RejectedMessageException {
        byte[] json = write(message);
        if (json.length > LARGEST) {
            throw tooLarge();
        }
        return json;
    }

    private static Fields readFields(JsonParser parser) throws IOException, RejectedMessageException {
        Fields fields = new Fields();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "from" -> fields.from = field(parser, name);
                case "timestamp" -> fields.timestamp = field(parser, name);
                case "message" -> fields.message = string(parser, name);
                case "signature" -> fields.signature = field(parser, name);
                case "publicKey" -> fields.publicKey = field(parser, name);
                case "encryptionKey" -> fields.encryptionKey = isNull(parser) ? null : field(parser, name);
                case "encrypted" -> fields.encrypted = bool(parser, name);
                case "resent" -> fields.resent = isNull(parser) ? null : resent(parser);
                default -> parser.skipChildren();
            }
        }
        return fields;
    }

    private static SignedMessage.Resent resent(JsonParser parser) throws IOException, RejectedMessageException {
        if (!parser.isExpectedStartObjectToken()) {
            throw malformed("resent is not an object");
        }
        String timestamp = null;
        String signature = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "timestamp" -> timestamp = field(parser, "resent.timestamp");
                case "signature" -> signature = field(parser, "resent.signature");
                default -> parser.skipChildren();
            }
        }
        return new SignedMessage.Resent(present("resent.timestamp", timestamp), present("resent.signature", signature));
    }

    private static boolean isNull(JsonParser parser) {
        return parser.hasToken(JsonToken.VALUE_NULL);
    }

    private static boolean bool(JsonParser parser, String name) throws RejectedMessageException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw malformed(name + " is neither true nor false");
        };
    }

    private static String field(JsonParser parser, String name) throws IOException, RejectedMessageException {
        String value = string(parser, name);
        if (value.length() > LONGEST_FIELD) {
            throw malformed(name + " is longer than " + LONGEST_FIELD + " characters");
        }
        return value;
    }

    private static String string(JsonParser parser, String name) throws IOException, RejectedMessageException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw malformed(name + " is not a string");
        }
        String value = parser.getText();
        if (!Utf8.canEncode(value)) {
            throw malformed(name + " holds half a character (a lone surrogate)");
        }
        return value;
    }

    private static String present(String name, @Nullable String value) throws RejectedMessageException {
        if (value == null) {
            throw malformed(name + " is missing");
        }
        return value;
    }

    private static RejectedMessageException tooLarge() {
        return malformed("it is larger than " + LARGEST + " bytes");
    }

    private static RejectedMessageException malformed(String why) {
        return new RejectedMessageException(Reason.MALFORMED, "not a message: " + why);
    }

    /** What has been read so far. */
    private static final class Fields {
        private @Nullable String from;
        private @Nullable String timestamp;
        private @Nullable String message;
        private @Nullable String signature;
        private @Nullable String publicKey;
        private @Nullable String encryptionKey;
        private boolean encrypted;
        private SignedMessage.@Nullable Resent resent;

        SignedMessage message() throws RejectedMessageException {
            return new SignedMessage(
                    present("from", from),
                    present("timestamp", timestamp),
                    present("message", message),
                    present("signature", signature),
                    present("publicKey", publicKey),
                    encryptionKey,
                    encrypted,
                    resent);
        }
    }
}
