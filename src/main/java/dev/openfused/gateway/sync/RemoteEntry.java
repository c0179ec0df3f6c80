package dev.openfused.gateway.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.openfused.gateway.message.JsonArrayReader;
import dev.openfused.gateway.message.MalformedListException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One name in a peer's folder, as the peer lists it.
 *
 * @param name any text
 * @param folder whether it is a folder
 * @param size in bytes, as it says
 * @param version changes whenever the file does; null where a peer has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RemoteEntry(
        String name, boolean folder, long size, @Nullable String version) {
    /** Of one entry, in bytes. */
    private static final int LARGEST = 8192;

    /** No file system of today has longer ones. */
    private static final int LONGEST_NAME = 255;

    private static final int LONGEST_VERSION = 200;
    private static final RemoteEntry NAMELESS = new RemoteEntry("", false, 0, null);
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads a listing.
     *
     * @param in a JSON array of {@code {name, is_dir, size}}
     * @param most how many entries are read; what follows is not
     * @return the entries; one that is none, or too long, has no name
     * @throws MalformedListException if it breaks off or is no array
     * @throws IOException from the stream
     */
    public static List<RemoteEntry> list(InputStream in, int most) throws IOException {
        JsonArrayReader array = new JsonArrayReader(in, LARGEST);
        List<RemoteEntry> entries = new ArrayList<>();
        while (entries.size() < most && array.next()) {
            entries.add(array.isWhole() ? entry(array.bytes()) : NAMELESS);
        }
        return entries;
    }

    private static RemoteEntry entry(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? entry(parser) : NAMELESS;
        } catch (IOException e) {
            return NAMELESS;
        }
    }

    private static RemoteEntry entry(JsonParser parser) throws IOException {
        String name = "";
        boolean folder = false;
        long size = 0;
        String version = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "name" -> name = bounded(parser, LONGEST_NAME);
                case "is_dir" -> folder = value == JsonToken.VALUE_TRUE;
                case "size" -> size = value == JsonToken.VALUE_NUMBER_INT ? Math.max(0, parser.getValueAsLong()) : 0;
                case "version" -> version = bounded(parser, LONGEST_VERSION);
                default -> {}
            }
            parser.skipChildren();
        }
        return new RemoteEntry(name == null ? "" : name, folder, size, folder ? null : version);
    }

    private static @Nullable String bounded(JsonParser parser, int longest) throws IOException {
        return parser.hasToken(JsonToken.VALUE_STRING) && parser.getTextLength() <= longest ? parser.getText() : null;
    }
}
