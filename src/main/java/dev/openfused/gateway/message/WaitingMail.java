package dev.openfused.gateway.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a peer holds for us: a JSON array of messages, each with {@code _outboxFile}, where it stands there (protocol
 * section 6, {@code GET /outbox/{name}}). It is read no further than a batch needs, so that a peer that ignores how much it
 * was asked for costs no more memory.
 */
public final class WaitingMail {
    /** The most characters of one message. */
    public static final int LONGEST = MessageJson.LONGEST_TEXT + (64 << 10);

    private static final int LONGEST_BATCH = 8 << 20;
    private static final String FILE = "_outboxFile";
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST)
                    .maxNestingDepth(64)
                    .build())
            .build();

    private WaitingMail() {}

    /**
     * One of them.
     *
     * @param file {@code _outboxFile} as given; empty if it is absent
     * @param json the rest, laid out as files are; null if it was longer than {@link #LONGEST}
     */
    public record Waiting(String file, @Nullable String json) {}

    /**
     * Some of them.
     *
     * @param messages in the peer's order
     * @param last whether nothing follows
     */
    public record Batch(List<Waiting> messages, boolean last) {
        /**
         * Copies the messages.
         *
         * @param messages in the peer's order
         * @param last whether nothing follows
         */
        public Batch {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Reads a batch.
     *
     * @param in the answer; read to the end of the batch, not closed
     * @param wanted by {@code _outboxFile}; the others are passed over
     * @param most how many
     * @return those that are wanted, up to that number or about 8 MiB
     * @throws IOException if it breaks off or is no array of objects
     */
    public static Batch read(InputStream in, Predicate<String> wanted, int most) throws IOException {
        try (JsonParser parser = FACTORY.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("the answer is no list of messages");
            }
            List<Waiting> messages = new ArrayList<>();
            int characters = 0;
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Waiting message = message(parser);
                if (wanted.test(message.file())) {
                    messages.add(message);
                    characters += message.json() == null ? 0 : message.json().length();
                }
                if (messages.size() == most || characters > LONGEST_BATCH) {
                    return new Batch(messages, false);
                }
            }
            if (!parser.hasToken(JsonToken.END_ARRAY)) {
                throw new IOException("the answer is no whole list of messages");
            }
            return new Batch(messages, true);
        }
    }

    private static Waiting message(JsonParser parser) throws IOException {
        String file = "";
        BoundedText text = new BoundedText();
        try (JsonGenerator json = JsonLayout.generator(text)) {
            json.writeStartObject();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals(FILE)) {
                    file = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
                    parser.skipChildren();
                } else {
                    json.copyCurrentStructure(parser);
                }
            }
            if (!parser.hasToken(JsonToken.END_OBJECT)) {
                throw new IOException("the answer breaks off in a message");
            }
            json.writeEndObject();
        }
        return new Waiting(file, text.isWhole() ? text.toString() : null);
    }

    /** Keeps no more than the longest message. */
    private static final class BoundedText extends StringWriter {
        private long written;

        boolean isWhole() {
            return written <= LONGEST;
        }

        @Override
        public void write(int c) {
            written++;
            if (isWhole()) {
                super.write(c);
            }
        }

        @Override
        public void write(char[] buffer, int offset, int length) {
            written += length;
            if (isWhole()) {
                super.write(buffer, offset, length);
            }
        }

        @Override
        public void write(String text, int offset, int length) {
            written += length;
            if (isWhole()) {
                super.write(text, offset, length);
            }
        }

        @Override
        public void write(String text) {
            write(text, 0, text.length());
        }
    }
}
