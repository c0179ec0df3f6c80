package dev.openfused.gateway.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * How OpenFused lays JSON out: character for character what {@code JSON.stringify(x, null, 2)} gives, so that files of
 * ours and of the originals differ in nothing but content.
 */
public final class JsonLayout {
    private static final JsonFactory FACTORY = ((JsonFactoryBuilder) JsonFactory.builder())
            .characterEscapes(new LowerCaseHex())
            .build();

    private JsonLayout() {}

    /**
     * A generator that writes in this layout.
     *
     * @param out where to, as characters; closed with the generator
     * @return the generator
     * @throws IOException if the writer fails
     */
    public static JsonGenerator generator(Writer out) throws IOException {
        return FACTORY.createGenerator(out).setPrettyPrinter(printer());
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("")
                .withRootSeparator(""));
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        return printer;
    }

    /** Jackson writes the hex digits of {@code \\u001f} in upper case, JavaScript in lower case. */
    private static final class LowerCaseHex extends CharacterEscapes {
        private static final long serialVersionUID = 1;
        private static final int FIRST_PRINTABLE = 0x20;

        private final int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();

        LowerCaseHex() {
            for (int c = 0; c < FIRST_PRINTABLE; c++) {
                if (escapes[c] == ESCAPE_STANDARD) {
                    escapes[c] = ESCAPE_CUSTOM;
                }
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return c < FIRST_PRINTABLE ? new SerializedString(String.format("\\u%04x", c)) : null;
        }
    }
}
