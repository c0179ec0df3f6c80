package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.VisibleText;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * All that a command sees of the process it runs in, so that a test can be one.
 *
 * @param in standard input
 * @param out results; UTF-8
 * @param err errors, hints and warnings; UTF-8
 * @param environment the environment variables
 * @param directory the current directory
 * @param colour whether results are coloured: on a terminal, unless {@code NO_COLOR} is set
 * @param interactive whether somebody can be asked: standard input and output are a terminal
 * @param quiet whether words of success, hints and progress are left out
 */
public record Console(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        Path directory,
        boolean colour,
        boolean interactive,
        boolean quiet) {

    /**
     * Keeps a copy of the environment.
     *
     * @param in read to its end by whoever asks for it
     * @param out flushed by the caller of the command
     * @param err flushed by the caller of the command
     * @param environment copied
     * @param directory what relative paths start from
     * @param colour for results only; errors never are
     * @param interactive whether a question makes sense
     * @param quiet whether to say no more than what was asked for
     */
    public Console {
        environment = Map.copyOf(environment);
    }

    /**
     * One where nobody can be asked.
     *
     * @param in read to its end by whoever asks for it
     * @param out flushed by the caller of the command
     * @param err flushed by the caller of the command
     * @param environment copied
     * @param directory what relative paths start from
     * @param colour for results only; errors never are
     */
    public Console(
            InputStream in,
            PrintWriter out,
            PrintWriter err,
            Map<String, String> environment,
            Path directory,
            boolean colour) {
        this(in, out, err, environment, directory, colour, false, false);
    }

    /**
     * The one of this process.
     *
     * @return standard streams in UTF-8, whatever the locale says
     */
    public static Console system() {
        return new Console(
                System.in,
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Ansi.AUTO.enabled(),
                System.console() != null,
                false);
    }

    /**
     * An environment variable that has a value.
     *
     * @param name its name
     * @return its value, or null if unset or empty
     */
    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * A path as typed.
     *
     * @param typed relative to the current directory, or absolute
     * @return absolute
     */
    Path resolve(Path typed) {
        return directory.resolve(typed).normalize();
    }

    /**
     * Where a command says what it did: results proper go to {@link #out}.
     *
     * @return standard output, or nowhere if it is to be quiet
     */
    PrintWriter said() {
        return quiet ? new PrintWriter(Writer.nullWriter()) : out;
    }

    /**
     * The same, saying no more than what was asked for.
     *
     * @return a console without words of success, hints and progress
     */
    Console quietly() {
        return new Console(in, out, err, environment, directory, colour, interactive, true);
    }

    /**
     * Something that the operator ought to know, although the command goes on.
     *
     * @param line lower case
     */
    void warn(String line) {
        err.println("openfuse: warning: " + oneLine(line));
    }

    /**
     * What to do next.
     *
     * @param line lower case
     */
    void hint(String line) {
        if (quiet) {
            return;
        }
        err.println("openfuse: hint: " + oneLine(line));
    }

    /**
     * What went wrong.
     *
     * @param line what and whose, lower case
     */
    void error(String line) {
        err.println("openfuse: error: " + oneLine(line));
    }

    /** Uncut, since a path may be long; harmless, since it may hold a stranger's text. */
    private static String oneLine(String text) {
        return VisibleText.lines(text).replace('\n', ' ').replace('\t', ' ');
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(new FileOutputStream(descriptor), UTF_8)));
    }
}
