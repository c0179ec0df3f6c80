package dev.openfused.gateway.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A plain file on its way to a channel: what the queue keeps of it, sealed, as the file itself may change or go.
 *
 * @param id what the delivery is known by
 * @param path where it was, from the store or the workspace on, with {@code /} between its parts
 * @param modified when it was last changed, RFC 3339
 * @param size in bytes
 * @param content Base64 of its bytes; empty if it is larger than {@link #LARGEST}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FileCopy(String id, String path, String modified, long size, String content) {
    /** The largest file that travels, in bytes: sealed, it has to fit a message. A larger one is only told of. */
    public static final int LARGEST = 2 << 20;

    /** The longest text that is shown in place of a message, in bytes. */
    private static final int LONGEST_TEXT = 64 << 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A copy.
     *
     * @param id what it is known by
     * @param path where it is
     * @param modified when it was last changed
     * @param size in bytes
     * @param content its bytes; none if it is too large
     * @return the copy
     */
    public static FileCopy of(MessageId id, String path, Instant modified, long size, byte[] content) {
        return new FileCopy(
                id.value(), path, modified.toString(), size, Base64.getEncoder().encodeToString(content));
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @param json a text
     * @return the copy
     * @throws RejectedMessageException {@code MALFORMED} if it is none
     */
    public static FileCopy parse(String json) throws RejectedMessageException {
        try {
            return JSON.readValue(json, FileCopy.class);
        } catch (JsonProcessingException e) {
            throw new RejectedMessageException(Reason.MALFORMED, "the copy of the file can't be read", e);
        }
    }

    /**
     * As text, to be sealed.
     *
     * @return JSON
     */
    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // strings can't fail to be written
        }
    }

    /**
     * What it holds.
     *
     * @return its bytes; none if it is too large to travel
     */
    @JsonIgnore
    public byte[] bytes() {
        return Base64.getDecoder().decode(content);
    }

    /**
     * Its base name.
     *
     * @return what stands behind the last {@code /}
     */
    @JsonIgnore
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * The text that it holds, if it is one that can be shown in place of a message.
     *
     * @return its text; empty for what is no UTF-8, or long, or too large
     */
    @JsonIgnore
    public Optional<String> text() {
        return size > LONGEST_TEXT || content.isEmpty()
                ? Optional.empty()
                : Utf8.decode(bytes()).filter(text -> text.indexOf('\0') < 0);
    }

    /**
     * What to say of it: its path and size, then its text, if it has one.
     *
     * @return many lines
     */
    @JsonIgnore
    public String description() {
        String head = path + " (" + String.format(Locale.ROOT, "%,d", size) + " bytes)";
        return text().map(text -> head + "\n\n" + text).orElse(head);
    }
}
