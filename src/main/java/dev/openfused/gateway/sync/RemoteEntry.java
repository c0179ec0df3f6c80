package dev.openfused.gateway.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
    private static final int LONGEST_VERSION = 200;
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads a listing.
     *
     * @param in a JSON array of {@code {name, is_dir, size}}
     * @param most how many entries are read; what follows is not
     * @return the entries
     * @throws IOException if it breaks off or is no listing
     */
    public static List<RemoteEntry> list(InputStream in, int most) throws IOException {
        List<RemoteEntry> entries = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("the answer is no list of files");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                entries.add(entry(parser));
                if (entries.size() == most) {
                    return entries;
                }
            }
            if (!parser.hasToken(JsonToken.END_ARRAY)) {
                throw new IOException("the answer is no whole list of files");
            }
        }
        return entries;
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
                case "name" -> name = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                case "is_dir" -> folder = value == JsonToken.VALUE_TRUE;
                case "size" -> size = value == JsonToken.VALUE_NUMBER_INT ? Math.max(0, parser.getValueAsLong()) : 0;
                case "version" ->
                    version = value == JsonToken.VALUE_STRING && parser.getTextLength() <= LONGEST_VERSION
                            ? parser.getText()
                            : null;
                default -> {}
            }
            parser.skipChildren();
        }
        if (!parser.hasToken(JsonToken.END_OBJECT)) {
            throw new IOException("the answer breaks off in a list of files");
        }
        return new RemoteEntry(name, folder, size, folder ? null : version);
    }
}
