package dev.openfused.gateway.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a peer holds for us: a JSON array of messages, each with {@code _outboxFile}, where it stands there (protocol
 * section 6, {@code GET /outbox/{name}}). It is read no further than a batch needs, so that a peer that ignores how much it
 * was asked for costs no more memory. An odd message stands for itself; those after it are read all the same.
 */
public final class WaitingMail {
    /** Room for {@code _outboxFile} and another layout beside the largest message, in bytes. */
    private static final int ROOM = 64 << 10;

    private static final int LARGEST_BATCH = 8 << 20;

    /** The longest {@code _outboxFile} that can be one: two names. */
    private static final int LONGEST_FILE = 512;

    private static final String FILE = "_outboxFile";
    private static final Pattern FILE_IN_EXCERPT =
            Pattern.compile("\"" + FILE + "\"\\s*:\\s*\"([!-~&&[^\"\\\\]]{1," + LONGEST_FILE + "})\"");
    private static final JsonFactory FACTORY = new JsonFactory();

    private WaitingMail() {}

    /**
     * One of them.
     *
     * @param file {@code _outboxFile} as given; empty if it is absent, or longer than names are
     * @param message the message, not verified; null if it can't be read
     * @param problem why it can't be read; null if it can
     */
    public record Waiting(
            String file,
            @Nullable SignedMessage message,
            @Nullable String problem) {
        /**
         * One that can be read.
         *
         * @param file {@code _outboxFile}
         * @param message what stands there
         * @return the same
         */
        public static Waiting of(String file, SignedMessage message) {
            return new Waiting(file, message, null);
        }

        /**
         * One that can't be read.
         *
         * @param file {@code _outboxFile}
         * @param problem why
         * @return the same
         */
        public static Waiting unreadable(String file, String problem) {
            return new Waiting(file, null, problem);
        }

        /**
         * What tells it from the others.
         *
         * @return its file; where it says none, its signature after a blank
         */
        public String key() {
            return file.isEmpty() && message != null ? ' ' + message.signature() : file;
        }
    }

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
     * @param wanted by {@link Waiting#key}; the others are passed over
     * @param most how many; where the answer has exactly as many, more may follow in the next one
     * @return those that are wanted, up to that number or about 8 MiB
     * @throws MalformedListException if it is no array, or breaks off
     * @throws IOException from the stream
     */
    public static Batch read(InputStream in, Predicate<String> wanted, int most) throws IOException {
        JsonArrayReader array = new JsonArrayReader(in, MessageJson.LARGEST + ROOM);
        List<Waiting> messages = new ArrayList<>();
        long bytes = 0;
        int offered = 0;
        while (array.next()) {
            offered++;
            byte[] json = array.bytes();
            String file = array.isWhole() ? file(json) : fileInExcerpt(json);
            if (!file.isEmpty() && !wanted.test(file)) {
                continue;
            }
            Waiting message = array.isWhole()
                    ? message(file, json)
                    : Waiting.unreadable(file, "it is larger than " + MessageJson.LARGEST + " bytes");
            if (file.isEmpty() && !wanted.test(message.key())) {
                continue;
            }
            messages.add(message);
            bytes += json.length;
            if (messages.size() == most || bytes > LARGEST_BATCH) {
                return new Batch(messages, false);
            }
        }
        return new Batch(messages, offered != most);
    }

    private static Waiting message(String file, byte[] json) {
        try {
            return Waiting.of(file, MessageJson.read(json, MessageJson.LARGEST + ROOM));
        } catch (RejectedMessageException e) {
            return Waiting.unreadable(file, String.valueOf(e.getMessage()));
        }
    }

    /** What is not well-formed has none; whoever reads it for its message says so. */
    private static String file(byte[] json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isFile = parser.currentName().equals(FILE);
                    if (parser.nextToken() == JsonToken.VALUE_STRING && isFile) {
                        return parser.getTextLength() <= LONGEST_FILE ? parser.getText() : "";
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return "";
        }
        return "";
    }

    /** A quote within a text is escaped, so this is no text that only looks like the field. */
    private static String fileInExcerpt(byte[] excerpt) {
        Matcher file = FILE_IN_EXCERPT.matcher(new String(excerpt, ISO_8859_1));
        return file.find() ? file.group(1) : "";
    }
}
