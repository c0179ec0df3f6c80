package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.store.Inbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's text comes from: the command line, a file, or standard input. Read whole, in UTF-8, nothing cut and
 * nothing added.
 */
sealed interface TextSource {
    /**
     * Reads it.
     *
     * @param console whose standard input and directory count
     * @return the text, as it is
     * @throws CommandFailedException if it can't be read, is too large or not UTF-8
     */
    String read(Console console) throws CommandFailedException;

    /**
     * A file, or standard input for {@code -}.
     *
     * @param file as typed
     * @return the source
     */
    static TextSource of(String file) {
        return file.equals("-") ? new StandardInput() : new TextFile(Path.of(file));
    }

    /**
     * What {@code TEXT} and {@code --file} say together.
     *
     * @param text the argument; {@code -} is standard input
     * @param file the option
     * @return the one of them that is there
     * @throws CommandFailedException if both or neither are
     */
    static TextSource of(@Nullable String text, @Nullable Path file) throws CommandFailedException {
        if (text != null && file != null) {
            throw CommandFailedException.usage("give the text or --file, not both");
        }
        if (file != null) {
            return new TextFile(file);
        }
        if (text == null) {
            throw CommandFailedException.usage("missing the text; - reads standard input, --file a file");
        }
        return text.equals("-") ? new StandardInput() : new Argument(text);
    }

    /**
     * From the command line.
     *
     * @param text the argument
     */
    record Argument(String text) implements TextSource {
        private static final char NOT_DECODED = '\ufffd';

        @Override
        public String read(Console console) throws CommandFailedException {
            if (text.indexOf(NOT_DECODED) >= 0) {
                throw CommandFailedException.refused(
                        "the text holds characters that were lost on the command line",
                        "set a UTF-8 locale, or give it on standard input with -");
            }
            return text;
        }
    }

    /**
     * From a file.
     *
     * @param file as typed
     */
    record TextFile(Path file) implements TextSource {
        @Override
        public String read(Console console) throws CommandFailedException {
            Path path = console.resolve(file);
            try (InputStream in = new GivenFile(path).open()) {
                return decode(in, path.toString());
            } catch (IOException e) {
                throw CommandFailedException.refused(path + " can't be read: " + e.getMessage(), null);
            }
        }
    }

    /** From standard input. */
    record StandardInput() implements TextSource {
        @Override
        public String read(Console console) throws CommandFailedException {
            try {
                return decode(console.in(), "standard input");
            } catch (IOException e) {
                throw CommandFailedException.refused("standard input can't be read: " + e.getMessage(), null);
            }
        }
    }

    private static String decode(InputStream in, String name) throws IOException, CommandFailedException {
        byte[] bytes = in.readNBytes(Inbox.LARGEST + 1);
        if (bytes.length > Inbox.LARGEST) {
            throw CommandFailedException.refused(name + " is larger than " + Inbox.LARGEST + " bytes", null);
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw CommandFailedException.refused(
                    name + " is not UTF-8 text", "convert it first, for example with iconv");
        }
    }
}
