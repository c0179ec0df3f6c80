package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonGenerator.Feature;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import java.io.IOException;
import java.io.PrintWriter;

/** {@code --json}: one document, two spaces of indentation, streamed, safe to look at on a terminal. */
final class JsonOutput {
    /** Writes the elements of an array, or the fields of an object. */
    @FunctionalInterface
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private JsonOutput() {}

    static void array(PrintWriter out, Body elements) throws IOException {
        try (JsonGenerator json = generator(out)) {
            json.writeStartArray();
            elements.write(json);
            json.writeEndArray();
        }
        out.println();
    }

    static void object(PrintWriter out, Body fields) throws IOException {
        try (JsonGenerator json = generator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        out.println();
    }

    private static JsonGenerator generator(PrintWriter out) throws IOException {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return new JsonFactory()
                .createGenerator(out)
                .disable(Feature.AUTO_CLOSE_TARGET)
                .setCharacterEscapes(new VisibleJsonEscapes())
                .setPrettyPrinter(new DefaultPrettyPrinter(PrettyPrinter.DEFAULT_SEPARATORS
                                .withObjectFieldValueSpacing(Spacing.AFTER)
                                .withArrayEmptySeparator("")
                                .withObjectEmptySeparator(""))
                        .withArrayIndenter(lines)
                        .withObjectIndenter(lines));
    }
}
